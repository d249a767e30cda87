import { open, readFile } from 'node:fs/promises'
import { RuntimeFault } from './runtime-fault.ts'

/** One line of a container's log in the CRI format: `TIME STREAM TAG TEXT`. */
export interface LogLine {
  /** RFC 3339 with nanoseconds, as written. */
  readonly time: string
  readonly stream: 'stdout' | 'stderr'
  /** `F` ends a line of output, `P` is a part of one. */
  readonly tag: string
  readonly text: string
  /** The same text as it was written. */
  readonly bytes: Buffer
}

const LINE = /^(\S+) (stdout|stderr) ([FP](?::\S+)?) (.*)$/s

/** Reads a log file; a last line that is still being written is left out. */
export async function readLog(path: string): Promise<readonly LogLine[]> {
  const text = await readFile(path, 'latin1').catch(unreadable(path))
  return parseLog(text)
}

/** The whole lines of standard output in a log too large to be held at once; of text without carriage returns. */
export async function* readWholeLines(path: string): AsyncGenerator<string> {
  // Opened first: what makes the lines of a stream loses its errors.
  const file = await open(path).catch(unreadable(path))
  let number = 0
  let begun = ''
  for await (const line of file.readLines({ encoding: 'latin1' })) {
    number += 1
    const { stream, tag, text } = parseLine(line, number)
    if (stream !== 'stdout') continue
    begun += text
    if (!tag.startsWith('F')) continue
    yield begun
    begun = ''
  }
}

/** The whole lines of standard output: a runtime may write one in parts, as it reads it. */
export function wholeLines(lines: readonly LogLine[]): readonly string[] {
  return joinLog(lines, 'stdout').split('\n').slice(0, -1)
}

/** What a stream carried: parts of a line joined, a newline after each that ends. */
export function joinLog(lines: readonly LogLine[], stream: LogLine['stream']): string {
  return lines
    .filter((line) => line.stream === stream)
    .map(({ tag, text }) => (tag.startsWith('F') ? `${text}\n` : text))
    .join('')
}

/** Parses a log that was read as latin1, so that no byte is lost. */
export function parseLog(log: string): readonly LogLine[] {
  const lines = log.split('\n')
  lines.pop()
  return lines.map((line, index) => parseLine(line, index + 1))
}

function unreadable(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new RuntimeFault(`the container's log cannot be read: ${path}`, { cause })
  }
}

function parseLine(line: string, number: number): LogLine {
  const [, time, stream, tag, text] = LINE.exec(line) ?? []
  if (time === undefined || tag === undefined || text === undefined) {
    const shown = JSON.stringify(line.slice(0, 200))
    throw new RuntimeFault(`log line ${number} is not of the CRI format: ${shown}`)
  }
  const bytes = Buffer.from(text, 'latin1')
  return { time, stream: stream as LogLine['stream'], tag, text: bytes.toString(), bytes }
}
