import type { Inspection } from '../../fixtures/workload/inspection.ts'
import { RuntimeFault } from './runtime-fault.ts'

export type { Inspection }

/** Reads what `/workload inspect` printed; anything else means that the output did not arrive whole. */
export function parseInspection(stdout: string): Inspection {
  return parseFacts<Inspection>(stdout)
}

/** Reads the JSON document that one of the workload's verbs printed. */
export function parseFacts<T>(stdout: string): T {
  try {
    return JSON.parse(stdout) as T
  } catch (cause) {
    const shown = JSON.stringify(stdout.slice(0, 200))
    throw new RuntimeFault(`the workload's document did not arrive whole: ${shown}`, { cause })
  }
}

/** One write of the workload's `emit`, or a pause before the next. */
export type Piece =
  | { readonly stdout: string | Uint8Array }
  | { readonly stderr: string | Uint8Array }
  | { readonly pauseMs: number }

/**
 * The command that writes exactly these bytes, each piece by one write.
 *
 * @example
 * const container = await sharedPod.run(emit({ stdout: 'no newline' }, { stderr: bytes }))
 */
export function emit(...pieces: readonly Piece[]): readonly string[] {
  const words = pieces.flatMap((piece) => {
    if ('pauseMs' in piece) return ['--sleep-ms', String(piece.pauseMs)]
    const [stream, bytes] = 'stdout' in piece ? ['stdout', piece.stdout] : ['stderr', piece.stderr]
    return [`--${stream}`, Buffer.from(bytes as string).toString('base64')]
  })
  return ['emit', ...words]
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The line of that number and length, without its newline, as the workload's `lines` writes it. */
export function numberedLine(index: number, length: number): string {
  const number = `${String(index).padStart(8, '0')} `
  return (
    number + LETTERS.repeat(Math.ceil(length / LETTERS.length)).slice(0, length - number.length)
  )
}

/** Where the first of these is that is not the numbered line to come next; -1 if all are. */
export function firstOutOfOrder(texts: readonly string[], length: number): number {
  return texts.findIndex((text, index) => text !== numberedLine(index, length))
}
