import type { CallFigures } from '../../reports/bench-report.ts'
import { span } from '../../reports/text.ts'

/** Figures as lines; with a last column beside those of an earlier run, by name. */
export function figuresTable(
  what: string,
  figures: readonly CallFigures[],
  before?: readonly CallFigures[],
): readonly string[] {
  const width = Math.max(what.length, ...figures.map(({ name }) => name.length))
  const heads = ['answered', 'failed', 'median', '95 %', 'longest']
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((it) => it.padStart(8))].join('  ').trimEnd()
  return [
    line(what, [...heads, ...(before ? ['median, × before'] : [])]),
    ...figures.map((it) =>
      line(it.name, [
        String(it.answered),
        String(it.failed),
        span(it.medianMs),
        span(it.p95Ms),
        span(it.longestMs),
        ...(before ? [times(it, before)] : []),
      ]),
    ),
  ]
}

function times({ name, medianMs }: CallFigures, before: readonly CallFigures[]): string {
  const earlier = before.find((it) => it.name === name)
  return earlier && earlier.medianMs > 0 ? (medianMs / earlier.medianMs).toFixed(2) : '–'
}
