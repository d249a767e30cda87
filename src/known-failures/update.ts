import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { Outcome, RunReport } from '../../reports/run-report.ts'
import { isKnown } from '../../reports/summary.ts'
import { CrivetError } from '../errors.ts'
import {
  applies,
  type Circumstances,
  invariantEntryId,
  invariantOf,
  type KnownFailureEntry,
  LEAK,
  listsLeak,
  listsViolation,
  namesDebris,
} from './entry.ts'

const FAILING: readonly Outcome[] = ['fail', 'known-failure', 'unclean']
const LASTS_DAYS = 90
const LONGEST_MESSAGE = 120

/**
 * The list as a whole run bears it out: an entry goes where its scenario passed or failed in another way, or its
 * invariant held. Entries about other targets stay, those of scenarios that were not decided, and intermittent ones.
 * New failures come with a reason to be filled in and a last day.
 */
export function updatedEntries(
  entries: readonly KnownFailureEntry[],
  report: RunReport,
  here: Circumstances,
): readonly KnownFailureEntry[] {
  const failing = report.scenarios.filter(({ outcome }) => FAILING.includes(outcome))
  const refuted = new Set(
    report.scenarios
      .filter(
        (it) => it.outcome === 'unexpected-pass' || (FAILING.includes(it.outcome) && !isKnown(it)),
      )
      .map(({ id }) => id),
  )
  const debris = (id: string) =>
    report.scenarios.find((it) => it.id === id && it.outcome === 'unclean')?.evidence?.leftovers ??
    []
  const stays = (entry: KnownFailureEntry) => {
    if (entry.id === LEAK) return report.knownLeaks?.some(({ leak }) => listsLeak(entry, leak))
    return invariantOf(entry) === undefined
      ? !refuted.has(entry.id) || debris(entry.id).some((line) => namesDebris(entry, line))
      : report.invariants.some((it) => listsViolation(entry, it) && isKnown(it))
  }
  const kept = entries.filter(
    (entry) => !applies(entry, here) || entry.intermittent || stays(entry),
  )
  const added = [
    ...failing
      .filter((it) => !isKnown(it))
      .flatMap(({ id, outcome, message }) => {
        const isListed = (line: string) =>
          kept.some((it) => it.id === id && applies(it, here) && namesDebris(it, line))
        const unlisted = debris(id).filter((line) => !isListed(line))
        const texts = outcome === 'unclean' ? unlisted : [message]
        return texts.map((text) => newEntry(id, text, here))
      }),
    ...report.invariants
      .filter((it) => !isKnown(it))
      .map(({ id, first }) => newEntry(invariantEntryId(id), first.detail, here)),
    ...report.leaks.map((leak) => newEntry(LEAK, leak, here)),
  ]
  const distinct = new Map(added.map((it) => [`${it.id} ${it.message}`, it]))
  return [...kept, ...distinct.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Writes the list, whole or not at all; refuses what a part of a run would make of it. */
export function updateKnownFailures(
  file: string,
  entries: readonly KnownFailureEntry[],
  report: RunReport,
  here: Circumstances,
): void {
  const { selection, interrupted, bailed, unhandled } = report
  if (selection.partial || interrupted || bailed || unhandled.length > 0) {
    throw new CrivetError('CRIVET_USAGE', `${file} stays as it is: this was not a whole run`, {
      hint: 'give --update-known-failures to a run without filters that comes to its end',
    })
  }
  const text = stringify({ knownFailures: updatedEntries(entries, report, here) }, { lineWidth: 0 })
  try {
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
  } catch (cause) {
    const why = existsSync(file) ? 'cannot be written' : 'cannot be made'
    throw new CrivetError('CRIVET_OUTPUT', `${file} ${why}: ${(cause as Error).message}`, { cause })
  }
}

function newEntry(id: string, message: string, here: Circumstances): KnownFailureEntry {
  const [major = '0', minor = '0'] = here.version.replace(/^v/, '').split('.')
  return {
    id,
    when: { runtime: here.runtime, version: `=${major}.${minor}` },
    message: steadyPart(message),
    reason: 'to be filled in',
    expires: laterDay(here.today),
  }
}

// Ids, times and addresses are others in the next run, and the run's own name.
function steadyPart(message: string): string {
  const [line = ''] = message.split('\n')
  const parts = line.split(/crivet-[a-z0-9]+|[0-9a-f]{8,}|\d+|"[^"]*"|\([^)]*\)/)
  return parts
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '')
    .slice(0, LONGEST_MESSAGE)
}

function laterDay(today: string): string {
  const day = new Date(`${today}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + LASTS_DAYS)
  return day.toISOString().slice(0, 10)
}
