import type { Outcome, RunReport } from './run-report.ts'
import {
  brokenRequirements,
  isKnown,
  isKnownDebris,
  otherFindings,
  reasonOf,
  targetLine,
} from './summary.ts'
import { oneLine } from './text.ts'

// A step shows ten of each kind; the rest would only fill the log.
const MOST_SHOWN = 10

/** The report as workflow commands that show beside a job: the verdict, then what is broken. */
export function githubReport(report: RunReport): string {
  const broken = brokenRequirements(report).flatMap(({ requirement, scenarios }) =>
    scenarios.map((it) => {
      const text = `${it.id}: ${reasonOf(it)}\nWhy: ${oneLine(requirement.statement)}`
      const grave = requirement.level === 'must' && it.outcome !== 'known-failure'
      return command(grave ? 'error' : 'warning', `${requirement.level} ${requirement.id}`, text)
    }),
  )
  const found = otherFindings(report).map((it) =>
    command(
      GRAVE.includes(it.outcome) && !isKnownDebris(it) ? 'error' : 'warning',
      `${it.outcome} ${it.id}`,
      reasonOf(it),
    ),
  )
  const violated = report.invariants.map((it) => {
    const { id, level = 'should', statement, count, first } = it
    const text = `${statement} (${count} times; first in ${first.scenario}: ${first.detail})`
    const grave = level === 'must' && !isKnown(it)
    return command(grave ? 'error' : 'warning', `${level} invariant ${id}`, oneLine(text))
  })
  const leaks = report.leaks.map((it) => command('error', 'leak on the host', oneLine(it)))
  const idle = report.idleKnownFailures.map((id) =>
    command('error', `unexpected pass ${id}`, 'listed as a known failure, but held'),
  )
  const all = [...broken, ...found, ...violated, ...leaks, ...idle]
  const of = (kind: Kind) => all.filter((it) => it.startsWith(`::${kind} `)).slice(0, MOST_SHOWN)
  const verdict = command(
    'notice',
    `crivet: ${report.verdict}`,
    `${report.reason}\n${targetLine(report)}`,
  )
  return `${[verdict, ...of('error'), ...of('warning')].join('\n')}\n`
}

const GRAVE: readonly Outcome[] = ['unclean', 'unexpected-pass']

type Kind = 'error' | 'warning' | 'notice'

function command(kind: Kind, title: string, message: string): string {
  return `::${kind} title=${property(oneLine(title))}::${data(message)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
