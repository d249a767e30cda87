import { KILL_OUTCOMES, type KillReport, type KillResult } from './kill-report.ts'

/** The kill table as Markdown: what survived first. */
export function killTable(report: KillReport): string {
  const { runtime, results, unmutated, idleScenarios, withoutFault } = report
  const sorted = KILL_OUTCOMES.flatMap((outcome) => results.filter((it) => it.outcome === outcome))
  const musts = results.filter(
    ({ level, outcome }) => level === 'must' && outcome !== 'not-triggered',
  )
  const killed = musts.filter(({ outcome }) => outcome === 'killed').length
  const right = results.filter(({ blamesRight }) => blamesRight).length
  const noticed = results.filter(({ noticedBy }) => noticedBy).length
  return [
    '# Seeded faults and who noticed them',
    '',
    `${results.length} faults between crivet ${report.crivet.version} and ${runtime.name} ${runtime.version}: ` +
      `${KILL_OUTCOMES.map((it) => `${count(results, it)} ${it}`).join(', ')}. ` +
      `Of ${musts.length} that violate a must, ${killed} were noticed. ` +
      `The first scenario that failed blames the violated requirement in ${right} of ${noticed} cases. ` +
      `Took ${Math.round(report.durationMs / 1000)} s.`,
    '',
    `Without a fault, through the same proxy: ${Object.entries(unmutated.outcomes)
      .map(([outcome, number]) => `${number} ${outcome}`)
      .join(', ')}.`,
    '',
    '| Fault | The runtime | Level | Outcome | Noticed by | Blames |',
    '| --- | --- | --- | --- | --- | --- |',
    ...sorted.map(row),
    '',
    ...section('Scenarios that were tried on faults and noticed none', idleScenarios),
    ...section('Requirements that a scenario claims and no fault violates', withoutFault),
  ].join('\n')
}

function row(it: KillResult): string {
  const invariants = it.invariants.map((id) => `invariant \`${id}\``)
  const by = [...(it.noticedBy ? [`\`${it.noticedBy.scenario}\``] : []), ...invariants]
  const blames = it.noticedBy && (it.blamesRight ? 'it' : `\`${it.noticedBy.requirement}\``)
  const cells = [
    `\`${it.fault}\``,
    it.about,
    it.level,
    it.outcome === 'killed' ? 'killed' : `**${it.outcome}** (${it.tried.length} tried)`,
    by.join(', '),
    blames ?? '',
  ]
  return `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`
}

function count(results: readonly KillResult[], outcome: string): number {
  return results.filter((it) => it.outcome === outcome).length
}

function section(title: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`## ${title}`, '', ...ids.map((id) => `- \`${id}\``), '']
}
