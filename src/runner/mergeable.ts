import type { NamedReport } from '../../reports/read-report.ts'
import { handlerOf } from '../../reports/summary.ts'
import { CrivetError } from '../errors.ts'
import { packageVersion } from '../package-root.ts'

/**
 * Refuses reports that make no sense as one: of another crivet, of different runtimes, or some of the shards of a run.
 *
 * @throws CrivetError CRIVET_CONFIG
 */
export function checkMergeable(named: readonly NamedReport[]): void {
  for (const { name, report } of named) {
    if (report.crivet.version !== packageVersion()) {
      throw wrong(
        `${name} is of crivet ${report.crivet.version}, this is ${packageVersion()}`,
        'merge with the crivet that made the reports',
      )
    }
    if (report.answered) continue
    throw wrong(`${name} does not say which RPCs answered`, 'vet once more with this crivet')
  }
  const [first] = named as [NamedReport]
  for (const { name, report } of named) {
    if (subject(report) === subject(first.report)) continue
    throw wrong(
      `${first.name} is of ${subject(first.report)}, ${name} of ${subject(report)}`,
      'lay different runtimes, versions and handlers side by side with: crivet compare',
    )
  }
  checkShards(named)
}

function checkShards(named: readonly NamedReport[]): void {
  const shards = named.filter(({ report }) => report.selection.shard !== undefined)
  const [first] = shards
  if (first === undefined) return
  const count = countOf(first)
  const same = (it: NamedReport) => countOf(it) === count && given(it) === given(first)
  const other = shards.find((it) => !same(it))
  if (other !== undefined) {
    throw wrong(
      `${other.name} is no shard of the same run as ${first.name}`,
      'give every shard the same number of shards, the same filters, and the same means such as --soak',
    )
  }
  const there = new Set(shards.map(({ report }) => report.selection.shard))
  const missing = Array.from({ length: count }, (_, place) => `${place + 1}/${count}`).filter(
    (shard) => !there.has(shard),
  )
  if (missing.length === 0) return
  throw wrong(
    `shard ${missing.join(', ')} is missing`,
    'give the reports of all shards: what one did not try, none of the others did',
  )
}

function given({ report }: NamedReport): string {
  return JSON.stringify([report.selection.filters, report.depth])
}

function countOf({ report }: NamedReport): number {
  return Number(report.selection.shard?.split('/')[1])
}

function subject({ target }: NamedReport['report']): string {
  const { runtimeName, runtimeVersion } = target
  return [runtimeName, runtimeVersion, handlerOf(target) ?? ''].join(' ').trim()
}

function wrong(message: string, hint: string): CrivetError {
  return new CrivetError('CRIVET_CONFIG', `the reports cannot be merged: ${message}`, { hint })
}
