import { printable } from './text.ts'

/** HTML that was escaped already. */
export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | undefined | readonly Part[]

/**
 * HTML from a template: whatever is put in is escaped unless it is `Markup` itself.
 * @example html`<td>${message}</td>`
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = strings.map((text, index) => text + render(parts[index]))
  return { markup: pieces.join('') }
}

/** Text of our own that goes in as it stands: a style sheet, a script. */
export function verbatim(text: string): Markup {
  return { markup: text }
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  if (isList(part)) return part.map(render).join('')
  return part.markup
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (it) => ENTITIES[it] ?? '')
}
