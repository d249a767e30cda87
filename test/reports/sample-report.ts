import type { MinorRpcs } from '../../reports/api-level.ts'
import type {
  RequirementFacts,
  RunFacts,
  RunReport,
  ScenarioResult,
} from '../../reports/run-report.ts'
import { judgeRun } from '../../reports/verdict.ts'

/** A passed scenario of the requirement `container.stop.graceful`, changed as asked. */
export function scenario(changes: Partial<ScenarioResult> & { id: string }): ScenarioResult {
  return {
    suite: changes.id.split('.').slice(0, 2).join('/'),
    outcome: 'pass',
    level: 'must',
    profile: 'core',
    requirement: 'container.stop.graceful',
    also: [],
    rpcs: ['StopContainer'],
    fields: { set: ['StopContainerRequest.timeout'], read: ['ContainerStatus.exit_code'] },
    startedAt: '2026-03-01T12:00:01.000Z',
    durationMs: 340,
    message: '',
    ...changes,
  }
}

/** A core must of 1.23, changed as asked. */
export function requirement(changes: Partial<RequirementFacts> & { id: string }): RequirementFacts {
  return {
    level: 'must',
    profile: 'core',
    since: '1.23',
    statement: `What ${changes.id} demands.`,
    ...changes,
  }
}

/** Facts of a whole run of nothing, changed as asked. */
export function facts(changes: Partial<RunFacts> = {}): RunFacts {
  return {
    crivet: { version: '0.1.0' },
    startedAt: '2026-03-01T12:00:00.000Z',
    durationMs: 14_200,
    target: {
      endpoint: 'unix:///run/crio/crio.sock',
      runtimeName: 'cri-o',
      runtimeVersion: '1.33.0',
      apiVersion: 'v1',
      handler: 'runc',
      handlers: ['', 'runc'],
      features: [
        { name: 'events', present: false, question: 'GetContainerEvents answers', answer: 'no' },
        { name: 'swap', present: true, ofHost: true, question: '/proc/swaps', answer: 'yes' },
      ],
      launched: false,
    },
    host: { kernel: '6.1.0', arch: 'x64', cgroup: 'v2', lsms: ['apparmor'], root: true },
    depth: ['default'],
    selection: { partial: false, filters: {} },
    interrupted: false,
    scenarios: [],
    invariants: [],
    idleKnownFailures: [],
    answered: [],
    leaks: [],
    notes: [],
    unhandled: [],
    ...changes,
  }
}

export const MINORS: readonly MinorRpcs[] = [
  { minor: '1.23', onByDefault: ['Version'], answered: ['Version'] },
  { minor: '1.24', onByDefault: [], answered: [] },
  { minor: '1.25', onByDefault: ['RuntimeConfig'], answered: [] },
]

const REQUIREMENTS = [
  requirement({
    id: 'container.stop.forced',
    statement: 'A container that ignores its stop signal is killed once the grace period is over.',
  }),
  requirement({ id: 'container.stop.graceful' }),
  requirement({ id: 'exec.sync.timeout' }),
  requirement({ id: 'events.stopped', profile: 'events', since: '1.26' }),
  requirement({ id: 'image.pull.digest', profile: 'images', level: 'should' }),
  requirement({ id: 'pod.crash', profile: 'recovery' }),
  requirement({ id: 'seccomp.default', profile: 'security' }),
]

const FORCED = scenario({
  id: 'container.stop.forced-after-grace',
  title: 'Kills what ignores the stop signal',
  file: 'suites/container/stop.scenario.ts',
  line: 12,
  outcome: 'fail',
  requirement: 'container.stop.forced',
  rpcs: ['StopContainer', 'ContainerStatus'],
  durationMs: 2410,
  message: 'exit code: expected 137, got 0',
  expected: '137',
  actual: '0',
  diff: '- 137\n+ 0',
  evidence: {
    transcript: '→ StopContainer {"timeout": 2}\n← OK after 12 ms',
    containerLogs: [{ id: 'c1', text: 'ignoring SIGTERM\n' }],
    host: ['pid 4711 gone'],
    reproduction: ['crictl stop --timeout 2 c1', 'crictl inspect c1'],
    leftovers: [],
  },
})

/** A run as a person may meet it: one of every outcome that shows. */
export function sampleReport(changes: Partial<RunFacts> = {}): RunReport {
  const run = facts({
    depth: ['default', '+private'],
    scenarios: [
      FORCED,
      scenario({ id: 'container.stop.graceful-exit' }),
      scenario({
        id: 'container.stop.twice',
        outcome: 'unclean',
        message: 'left behind: container c2',
        evidence: { leftovers: ['container c2'] },
      }),
      scenario({
        id: 'events.stream.stopped',
        outcome: 'unsupported',
        requirement: 'events.stopped',
        profile: 'events',
        probe: { question: 'GetContainerEvents is not UNIMPLEMENTED', answer: 'it is' },
      }),
      scenario({
        id: 'exec.sync.timeout',
        outcome: 'error',
        requirement: 'exec.sync.timeout',
        message: 'the registry was gone',
        stack: 'Error: the registry was gone\n    at pull',
      }),
      scenario({
        id: 'image.pull.by-digest',
        outcome: 'known-failure',
        requirement: 'image.pull.digest',
        profile: 'images',
        level: 'should',
        message: 'repo_tags: expected [], got ["x"]',
        known: { reason: 'fixed in the next release', expires: '2026-12-31', expired: false },
      }),
      scenario({
        id: 'pod.crash.survives',
        outcome: 'skipped',
        requirement: 'pod.crash',
        profile: 'recovery',
        notGiven: ['restart'],
      }),
      scenario({
        id: 'security.seccomp.default',
        outcome: 'not-applicable',
        requirement: 'seccomp.default',
        profile: 'security',
        probe: { question: 'the kernel has seccomp', answer: 'no' },
      }),
    ],
    invariants: [
      {
        id: 'created-at-order',
        statement: 'Containers made later have a later created_at.',
        level: 'should',
        count: 3,
        first: { scenario: 'container.stop.twice', call: 'ListContainers #4', detail: '5 < 7' },
      },
    ],
    leaks: ['network namespace cni-1'],
    knownLeaks: [
      { leak: 'cgroup /pod-1', known: { reason: 'left until a restart', expired: false } },
    ],
    notes: ['no kubelet uses this runtime'],
    ...changes,
  })
  return judgeRun(run, { requirements: REQUIREMENTS, minors: MINORS })
}

const ESC = String.fromCharCode(0x1b)

/** Everything a runtime may say to spoil a report. */
export const HOSTILE = `${ESC}[2J${ESC}]0;owned\u0007${ESC}[31mred \u0000\u0008\u009b1m\ud800 \udc00x\ufffe]]> a ]]>b<script>alert(1)</script>"'&\`\`\`|\u202e\r\n::error::x %0A`

/** A report in which every text of the runtime is hostile, and some of it huge. */
export function hostileReport(): RunReport {
  const huge = `${HOSTILE}${`${ESC}[0;😀]]>`.repeat(131_072)}${HOSTILE}`
  const run = facts({
    target: {
      ...facts().target,
      runtimeName: HOSTILE,
      runtimeVersion: huge,
      handlers: [HOSTILE],
      features: [{ name: HOSTILE, present: true, question: HOSTILE, answer: huge }],
    },
    scenarios: (['fail', 'error', 'skipped', 'unclean', 'flaky', 'blocked'] as const).map(
      (outcome) =>
        scenario({
          id: `hostile.text.${outcome}`,
          outcome,
          requirement: 'container.stop.forced',
          message: outcome === 'fail' ? huge : HOSTILE,
          expected: huge,
          actual: HOSTILE,
          evidence: {
            transcript: huge,
            containerLogs: [{ id: HOSTILE, text: huge }],
            host: [huge],
            reproduction: [HOSTILE, huge],
            leftovers: [HOSTILE],
          },
        }),
    ),
    invariants: [
      {
        id: 'hostile',
        statement: 'x',
        count: 1,
        first: { scenario: HOSTILE, call: HOSTILE, detail: huge },
      },
    ],
    leaks: [huge],
    knownLeaks: [{ leak: HOSTILE, known: { reason: huge, expired: false } }],
    notes: [HOSTILE],
    unhandled: [huge],
  })
  return judgeRun(run, { requirements: REQUIREMENTS, minors: MINORS })
}
