import {
  type Outcome,
  PROFILES,
  type Profile,
  type ProfileCounts,
  type RequirementFacts,
  type RequirementOutcome,
  type RequirementResult,
  type ScenarioResult,
} from './run-report.ts'

/**
 * What became of each requirement. The scenarios that may be blamed for it decide; those that have
 * it in `also` credit it when they pass, and leave it undecided where nothing else is known.
 */
export function requirementOutcomes(
  requirements: readonly RequirementFacts[],
  scenarios: readonly ScenarioResult[],
): readonly RequirementResult[] {
  const heard = new Map<string, Set<Signal>>()
  const note = (id: string, signal: Signal) => {
    const signals = heard.get(id) ?? new Set()
    heard.set(id, signals.add(signal))
  }
  for (const scenario of scenarios) {
    note(scenario.requirement, ownSignal(scenario))
    for (const id of scenario.also) note(id, alsoSignal(scenario))
  }
  return requirements
    .map((facts) => ({ ...facts, outcome: strongest(heard.get(facts.id)) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Musts and shoulds of each profile by what became of them, profiles without any left out. */
export function profileCounts(
  requirements: readonly RequirementResult[],
): Readonly<Partial<Record<Profile, ProfileCounts>>> {
  const counts: Partial<Record<Profile, ProfileCounts>> = {}
  for (const profile of PROFILES) {
    const members = requirements.filter((it) => it.profile === profile && it.level !== 'may')
    if (members.length === 0) continue
    const of = (outcome: RequirementOutcome) =>
      members.filter((it) => it.outcome === outcome).length
    counts[profile] = {
      kept: of('kept'),
      broken: of('broken'),
      unsupported: of('unsupported'),
      undecided: of('undecided'),
      notApplicable: of('not-applicable'),
      leftOut: of('left-out'),
      untried: of('untried'),
    }
  }
  return counts
}

type Signal = RequirementOutcome | 'not-credited'

// The first that was heard wins: one broken scenario outweighs any number that passed.
const BY_STRENGTH: readonly Signal[] = [
  'broken',
  'undecided',
  'kept',
  'not-credited',
  'unsupported',
  'not-applicable',
  'left-out',
]

function strongest(signals: ReadonlySet<Signal> | undefined): RequirementOutcome {
  const signal = BY_STRENGTH.find((it) => signals?.has(it)) ?? 'untried'
  return signal === 'not-credited' ? 'undecided' : signal
}

// A known failure is broken all the same, and what holds only sometimes is not kept; debris is no
// matter of the requirement, which passed.
const SIGNALS: Readonly<Record<Outcome, Signal>> = {
  pass: 'kept',
  'unexpected-pass': 'kept',
  unclean: 'kept',
  fail: 'broken',
  flaky: 'broken',
  'known-failure': 'broken',
  error: 'undecided',
  blocked: 'undecided',
  interrupted: 'undecided',
  unsupported: 'unsupported',
  'not-applicable': 'not-applicable',
  skipped: 'untried',
}

function ownSignal({ outcome, notGiven }: ScenarioResult): Signal {
  return outcome === 'skipped' && notGiven?.length ? 'left-out' : SIGNALS[outcome]
}

function alsoSignal(scenario: ScenarioResult): Signal {
  const signal = ownSignal(scenario)
  return signal === 'broken' || signal === 'undecided' ? 'not-credited' : signal
}
