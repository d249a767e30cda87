import { expect, test } from 'vitest'
import { consoleProgress } from '../../reports/console.ts'
import { passGate } from '../../reports/gate.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

function shown(report: RunReport, options: { isTTY?: boolean; env?: Record<string, string> } = {}) {
  let output = ''
  const stream = {
    isTTY: options.isTTY ?? false,
    columns: 80,
    write: (text: string) => (output += text),
  }
  const sink = consoleProgress({ stream, env: options.env ?? {} })
  sink.planned(report.scenarios.length)
  for (const result of report.scenarios) {
    sink.started(result.id)
    sink.finished(result)
  }
  for (const note of report.notes) sink.note(note)
  const gate = passGate(report, { failOn: 'must', strict: false })
  sink.ended(report, { files: ['crivet-report/verdict.json', 'crivet-report/junit.xml'], gate })
  return output
}

test('tells a run in plain text', () => {
  expect(shown(sampleReport())).toMatchInlineSnapshot(`
    "✗ fail container.stop.forced-after-grace 2.4 s  exit code: expected 137, got 0
    1/8 done, 1 failed
    2/8 done, 1 failed
    ! unclean container.stop.twice 340 ms  left behind: container c2
    3/8 done, 2 failed
    4/8 done, 2 failed
    ? error exec.sync.timeout 340 ms  the registry was gone
    5/8 done, 2 failed
    x known-failure image.pull.by-digest 340 ms  repo_tags: expected [], got ["x"] (known: fixed in the next release)
    6/8 done, 2 failed
    7/8 done, 2 failed
    8/8 done, 2 failed
    note no kubelet uses this runtime

    NOT CONFORMANT  1 core must broken
      runtime   cri-o 1.33.0 · CRI v1 · handler runc · unix:///run/crio/crio.sock
      API level Kubernetes 1.24; 1.25 needs RuntimeConfig
      scenarios 1 fail, 1 unclean, 1 error, 1 known-failure, 1 unsupported, 1 not-applicable, 1 skipped, 1 pass, in 14.2 s
      depth     default +private

    Broken requirements (2)
      must container.stop.forced (core)
        why A container that ignores its stop signal is killed once the grace period is over.
        ✗ container.stop.forced-after-grace: exit code: expected 137, got 0
          $ crictl stop --timeout 2 c1
          $ crictl inspect c1
      should image.pull.digest (images)
        why What image.pull.digest demands.
        x image.pull.by-digest: repo_tags: expected [], got ["x"] (known: fixed in the next release)

    Other findings (3)
      ! unclean container.stop.twice: left behind: container c2
      ? error exec.sync.timeout: the registry was gone
      ! invariant created-at-order Containers made later have a later created_at. (3 times; first in container.stop.twice, ListContainers #4: 5 < 7)

    Profile         kept  broken  undecided  unsupported  not applicable  left out
      core             1       1          1            ·               ·         ·
      images           ·       1          ·            ·               ·         ·
      security         ·       ·          ·            ·               1         ·
      events           ·       ·          ·            1               ·         ·
      recovery         ·       ·          ·            ·               ·         1

    Not tried
        1 unsupported    GetContainerEvents is not UNIMPLEMENTED: it is
        1 not-applicable the kernel has seccomp: no
        1 skipped        the run was not given: restart

    Leaks (1)
      network namespace cni-1

    Known leaks (1)
      cgroup /pod-1 (known: left until a restart)

    Notes (1)
      no kubelet uses this runtime

    Reports  crivet-report/verdict.json  crivet-report/junit.xml
    Gate     exit 1: container.stop.forced-after-grace: failed (must) and 2 more
    "
  `)
})

test('a clean run is short', () => {
  const { scenarios } = sampleReport()
  const passed = scenarios.filter(({ outcome }) => outcome === 'pass')
  const clean = sampleReport({ scenarios: passed, invariants: [], leaks: [], notes: [] })
  expect(shown(clean)).toMatchInlineSnapshot(`
    "1/1 done, 0 failed

    CONFORMANT  1 core must kept, none broken, 2 without a scenario
      runtime   cri-o 1.33.0 · CRI v1 · handler runc · unix:///run/crio/crio.sock
      API level Kubernetes 1.24; 1.25 needs RuntimeConfig
      scenarios 1 pass, in 14.2 s
      depth     default +private

    Profile         kept  untried
      core             1        2
      images           ·        1
      security         ·        1
      events           ·        1
      recovery         ·        1

    Known leaks (1)
      cgroup /pod-1 (known: left until a restart)

    Reports  crivet-report/verdict.json  crivet-report/junit.xml
    Gate     exit 0
    "
  `)
})

test('rewrites its last line on a terminal, in colour unless NO_COLOR says no', () => {
  const coloured = shown(sampleReport(), { isTTY: true })
  expect(coloured).toContain(`\r${ESC}[2K`)
  expect(coloured).toContain(`${ESC}[31m`)
  const plain = shown(sampleReport(), { isTTY: true, env: { NO_COLOR: '1' } })
  expect(plain).toContain(`\r${ESC}[2K`)
  expect(plain).not.toContain(`${ESC}[31m`)
  expect(shown(sampleReport(), { isTTY: true, env: { TERM: 'dumb' } })).not.toContain(ESC)
})

test('lets nothing of the runtime steer the terminal', () => {
  const output = shown(hostileReport())
  expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u)
  expect(output).not.toMatch(/^::error/m)
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThan(800)
})

const ESC = String.fromCharCode(0x1b)
