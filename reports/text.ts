/**
 * Text of a runtime made safe for a terminal: escape sequences are dropped; other control
 * characters, lone surrogates and marks that turn the writing direction become U+FFFD.
 */
export function printable(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCES, '')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu, REPLACEMENT)
}

/** The same on one line, cut at a length. */
export function oneLine(text: string, longest = 300): string {
  const line = printable(text).replace(/\s+/g, ' ').trim()
  if (line.length <= longest) return line
  return `${whole(line.slice(0, longest - 1))}…`
}

/** Long text without its middle: the beginning says what was asked, the end what went wrong. */
export function bounded(text: string, longest: number): string {
  if (text.length <= longest) return text
  const half = Math.floor(longest / 2)
  const head = whole(text.slice(0, half))
  const tail = whole(text.slice(-half))
  return `${head}\n… ${text.length - 2 * half} characters left out …\n${tail}`
}

/** A span of time as a person says it: `340 ms`, `1.4 s`, `2 min 3 s`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

const REPLACEMENT = '\ufffd'
const ESC = String.fromCharCode(0x1b)
const CSI = `(?:${ESC}\\[|\u009b)[0-?]*[ -/]*[@-~]`
// Only what is ended: an open one would swallow the rest of the text.
const OSC = `(?:${ESC}[\\]PX^_]|[\u009d\u0090])[^\u0007\u0090\u009c\u009d${ESC}]*(?:\u0007|\u009c|${ESC}\\\\)`
const ESCAPE_SEQUENCES = new RegExp(`${CSI}|${OSC}|${ESC}[ -/]*[0-~]`, 'g')

// A cut must not leave half of a surrogate pair.
function whole(text: string): string {
  return text.replace(/\p{Cs}/gu, '')
}
