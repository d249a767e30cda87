import { CrivetError } from '../errors.ts'
import type { KnownFailureEntry } from '../known-failures/entry.ts'
import { type Explanation, explain } from '../runner/explanation.ts'
import { FEATURES } from '../spec/gen/requirements.ts'
import type { FeatureName, Need } from '../spec/requirement.ts'
import { nothingMore, parseFlags } from './flags.ts'

const WIDTH = 100
const NEEDS: Readonly<Record<Need, string>> = {
  host: 'crivet on the runtime’s own host',
  private: 'a runtime nobody else uses (--launch)',
  restart: 'a runtime that may be restarted (--launch, or --restart-command)',
  cni: 'the pod network in crivet’s hands (--launch)',
  soak: 'time, or much of something (--soak)',
  'registry-faults': 'crivet’s own registry, which misbehaves on demand',
  serial: 'to be alone: no scenario runs beside it',
}

/** Prints what a scenario, a requirement or an invariant is about. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('explain', args, { json: { type: 'boolean' } })
  const [id, ...more] = positionals
  if (id === undefined) {
    throw new CrivetError('CRIVET_USAGE', 'name what to explain', {
      hint: 'crivet explain ID; all scenarios: crivet list',
    })
  }
  nothingMore('explain', more)
  const explanation = explain(id)
  process.stdout.write(
    values.json ? `${JSON.stringify(explanation, undefined, 2)}\n` : asText(explanation),
  )
  return 0
}

function asText(it: Explanation): string {
  const { statement, how, source } = it.requirement ?? {}
  const facts = factsOf(it).map(([name, text]) => wrapped(`${name.padEnd(13)}${text}`, 13))
  return [
    `${it.id} (${it.kind})`,
    ...facts,
    ...section('What must hold', [it.invariant?.statement ?? statement], 2),
    ...section('How it is seen', [it.invariant ? 'In every answer of a run.' : how], 2),
    ...section('Where that comes from', [source], 2),
    ...section(it.kind === 'requirement' ? 'Its scenarios' : 'Other scenarios of it', it.scenarios),
    ...section('Known failures that ship', it.knownFailures.map(knownFailure)),
    ...section(
      'Seeded faults that have to be noticed',
      it.faults.map((fault) => `${fault.id}: ${fault.about}`),
    ),
    ...section('To try it', tries(it)),
    '',
  ].join('\n')
}

function factsOf({ scenario, requirement, invariant, kind }: Explanation): [string, string][] {
  const facts: [string, string][] = []
  const add = (name: string, text: string | undefined) => text && facts.push([name, text])
  if (requirement) {
    const { id, level, profile, since, rpcs, fields } = requirement
    const rank = `${level}, profile ${profile}, since Kubernetes ${since}`
    if (kind === 'requirement') add('level', rank)
    else add(kind === 'scenario' ? 'requirement' : 'rests on', `${id} (${rank})`)
    add('RPCs', rpcs.join(', '))
    add('fields', fields.join(', '))
  }
  add('level', invariant?.level)
  add('also', scenario?.also?.join(', '))
  const features = [requirement?.feature, scenario?.feature].filter((it) => it != null)
  for (const feature of new Set<FeatureName>(features)) {
    const { about, declared_by } = FEATURES[feature]
    add('feature', `${feature}: ${about} Seen by: ${declared_by}`)
  }
  const needs = kind === 'invariant' ? [] : (scenario?.needs ?? requirement?.needs ?? [])
  for (const need of needs) add('needs', `${need}: ${NEEDS[need]}`)
  if (scenario) add('written in', `${scenario.file}:${scenario.line}`)
  return facts
}

function tries({ id, kind, scenario, scenarios, invariant }: Explanation): readonly string[] {
  if (invariant) return ['crivet ENDPOINT (whatever runs: every answer is looked at)']
  const ids = scenario ? [id] : scenarios
  if (ids.length === 0) return ['no scenario claims it yet']
  const soak = scenario?.needs.includes('soak') ? ' --soak' : ''
  return [
    `crivet ENDPOINT ${ids.map((it) => `--scenario '${it}'`).join(' ')}${soak}`,
    ...(kind === 'scenario'
      ? ['By hand: the report of a failure has the commands for crictl.']
      : []),
  ]
}

function knownFailure({ id, when, reason, intermittent, expires, link }: KnownFailureEntry) {
  const where = Object.entries(when ?? {})
    .map(([name, value]) => (name === 'runtime' ? value : `${name} ${value}`))
    .join(', ')
  const often = intermittent ? ' (not every time)' : ''
  const until = expires ? `; until ${expires}` : ''
  return `${id} on ${where || 'any runtime'}: ${reason}${often}${until}${link ? `; ${link}` : ''}`
}

function section(
  heading: string,
  items: readonly (string | undefined)[],
  indent = 4,
): readonly string[] {
  const lines = items.filter((it) => it !== undefined)
  return lines.length === 0 ? [] : ['', heading, ...lines.map((it) => wrapped(`  ${it}`, indent))]
}

function wrapped(text: string, indent: number): string {
  const lines: string[] = []
  let line = /^\s*/.exec(text)?.[0] ?? ''
  for (const word of text.trimStart().split(' ')) {
    if (line.trim() !== '' && line.length + word.length + 1 > WIDTH) {
      lines.push(line)
      line = ' '.repeat(indent) + word
    } else line += line.trim() === '' ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}
