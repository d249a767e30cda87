import { KILL_OUTCOMES, type KillReport, type KillResult } from './kill-report.ts'

/** What a person has to say to a kill table. */
export interface KillNotes {
  /** Why a fault survives, by its id. */
  readonly survivors: Readonly<Record<string, string>>
  /** Why scenarios notice no fault, by their ids. */
  readonly idle: Readonly<Record<string, string>>
  /** Faults whose blame was looked at, and what the look showed. */
  readonly blame: Readonly<Record<string, string>>
  /** Why no fault has put a claimed requirement to the proof, by the requirement's id. */
  readonly withoutFault: Readonly<Record<string, string>>
}

/** The kill table as Markdown: what survived first. */
export function killTable(report: KillReport, notes?: KillNotes): string {
  const { results, idleScenarios, withoutFault, unhandled } = report
  const byOutcome = KILL_OUTCOMES.flatMap((outcome) => {
    const those = results.filter((it) => it.outcome === outcome)
    return [...those].sort((a, b) => (a.fault < b.fault ? -1 : 1))
  })
  return [
    '# Seeded faults and who noticed them',
    '',
    ...summary(report),
    '',
    '| Fault | The runtime | Level | Outcome | Noticed by | Blames |',
    '| --- | --- | --- | --- | --- | --- |',
    ...byOutcome.map(row),
    '',
    ...noted('Why faults survive', notes?.survivors),
    ...noted('Blame, looked at by hand', notes?.blame),
    ...section('Scenarios that were tried on faults and noticed none', idleScenarios),
    ...noted('Why they noticed none', notes?.idle),
    ...section('Claimed requirements that no fault has put to the proof', withoutFault),
    ...noted('Why none has', notes?.withoutFault),
    ...section('Errors outside of any scenario', unhandled.map(firstLine)),
  ].join('\n')
}

function summary(report: KillReport): readonly string[] {
  const { runtime, results, unmutated } = report
  const musts = results.filter(
    ({ level, outcome, claimedBy }) =>
      level === 'must' && claimedBy.length > 0 && outcome !== 'not-triggered',
  )
  const killed = results.filter(({ noticedBy }) => noticedBy)
  const elsewhere = results.filter(({ on }) => on !== undefined)
  const counts = KILL_OUTCOMES.map((it) => `${count(results, it)} ${it}`).join(', ')
  const outcomes = Object.entries(unmutated.outcomes).map(([it, number]) => `${number} ${it}`)
  return [
    `${results.length} faults between crivet ${report.crivet.version} and ${runtime.name} ${runtime.version}: ${counts}. ` +
      `Took ${Math.round(report.durationMs / 1000)} s.`,
    '',
    `- Of ${musts.length} that violate a must some scenario claims, and showed, ${count(musts, 'killed')} were noticed.`,
    `- The first scenario that failed blames the violated requirement in ${killed.filter(({ blamesRight }) => blamesRight).length} of ${killed.length} cases.`,
    `- Without a fault, through the same proxy: ${outcomes.join(', ')}.`,
    ...(elsewhere.length > 0
      ? [
          `- Of the killed, ${elsewhere.length} were noticed on another runtime, which is named: what this one does not offer or keep.`,
        ]
      : []),
    '- Unclaimed: it violates a requirement that no scenario claims, or none that passes on this runtime without a fault.',
    '- Not triggered: nothing that was tried asked for what it would have changed, or the runtime does not offer it.',
  ]
}

function row(it: KillResult): string {
  const invariants = it.invariants.map((id) => `invariant \`${id}\``)
  const by = [...(it.noticedBy ? [`\`${it.noticedBy.scenario}\``] : []), ...invariants]
  const blames = it.noticedBy && (it.blamesRight ? 'it' : `\`${it.noticedBy.requirement}\``)
  const cells = [
    `\`${it.fault}\``,
    it.about,
    it.level,
    it.outcome === 'killed'
      ? ['killed', ...(it.on ? [`on ${it.on}`] : [])].join(' ')
      : `**${it.outcome}** (${it.tried.length} tried)`,
    by.join(', '),
    blames ?? '',
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function count(results: readonly KillResult[], outcome: string): number {
  return results.filter((it) => it.outcome === outcome).length
}

function noted(
  title: string,
  texts: Readonly<Record<string, string>> | undefined,
): readonly string[] {
  const lines = Object.entries(texts ?? {}).map(([id, text]) => `- \`${id}\`: ${text}`)
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']
}

function section(title: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`## ${title}`, '', ...ids.map((id) => `- \`${id}\``), '']
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
