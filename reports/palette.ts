import { styleText } from 'node:util'
import type { Outcome, Verdict } from './run-report.ts'

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

/** The few styles the console uses. */
export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Paints when asked to; plain text otherwise. */
export function palette(colours: boolean): Paint {
  return colours
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text
}

/** Whether a stream shows colours: NO_COLOR turns them off, FORCE_COLOR on, else a terminal decides. */
export function showsColours(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return stream.isTTY === true && env.TERM !== 'dumb'
}

/** How each outcome looks at a glance. */
export const MARKS: Readonly<Record<Outcome, { readonly mark: string; readonly style: Style }>> = {
  fail: { mark: '✗', style: 'red' },
  'unexpected-pass': { mark: '!', style: 'red' },
  unclean: { mark: '!', style: 'red' },
  flaky: { mark: '~', style: 'red' },
  error: { mark: '?', style: 'yellow' },
  blocked: { mark: '?', style: 'yellow' },
  interrupted: { mark: '?', style: 'yellow' },
  'known-failure': { mark: 'x', style: 'dim' },
  unsupported: { mark: '-', style: 'dim' },
  'not-applicable': { mark: '-', style: 'dim' },
  skipped: { mark: '-', style: 'dim' },
  pass: { mark: '✓', style: 'green' },
}

/** The colour of each verdict. */
export const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  conformant: 'green',
  'conformant-with-gaps': 'yellow',
  'not-conformant': 'red',
  partial: 'cyan',
  inconclusive: 'yellow',
}
