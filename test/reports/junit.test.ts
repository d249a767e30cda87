import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { junitReport } from '../../reports/junit.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { HOSTILE, hostileReport, sampleReport, scenario } from './sample-report.ts'

/** What Python's parser finds: for each case its class, name, time and what stands in it. */
function read(xml: string) {
  execFileSync('xmllint', ['--noout', '--huge', '-'], { input: xml })
  const program = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([{**case.attrib, 'children': {it.tag: {**it.attrib, 'text': it.text} for it in case if it.tag != 'properties'},
  'properties': {it.get('name'): it.get('value') for it in case.iter('property')}} for case in root.iter('testcase')]))`
  const output = execFileSync('python3', ['-c', program], {
    input: xml,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(output) as {
    classname: string
    name: string
    time: string
    children: Record<string, { message?: string; type?: string; text: string | null }>
    properties: Record<string, string>
  }[]
}

test('names cases by id, classes by suite, and tells what each came to', () => {
  const cases = read(junitReport(sampleReport()))
  const lines = cases.map(({ classname, name, time, children }) => {
    const [[tag, it] = []] = Object.entries(children)
    return `${classname} ${name} ${time} ${tag ? `${tag}: ${it?.message}` : 'passed'}`
  })
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "container/stop container.stop.forced-after-grace 2.41 failure: fail: exit code: expected 137, got 0
    container/stop container.stop.graceful-exit 0.34 passed
    container/stop container.stop.twice 0.34 failure: unclean: left behind: container c2
    events/stream events.stream.stopped 0.34 skipped: unsupported: GetContainerEvents is not UNIMPLEMENTED: it is
    exec/sync exec.sync.timeout 0.34 error: error: the registry was gone
    image/pull image.pull.by-digest 0.34 skipped: known-failure: repo_tags: expected [], got ["x"] (known: fixed in the next release)
    pod/crash pod.crash.survives 0.34 skipped: skipped: the run was not given: restart
    security/seccomp security.seccomp.default 0.34 skipped: not-applicable: the kernel has seccomp: no
    run invariant.created-at-order 0 failure: Containers made later have a later created_at. (3 times; first in container.stop.twice, ListContainers #4: 5 < 7)
    run host.leaks 0 failure: network namespace cni-1
    run host.known-leaks 0 skipped: cgroup /pod-1 (known: left until a restart)"
  `)
})

test('an invariant is one case, however many ways of violating it are known', () => {
  const report = sampleReport()
  const [other] = report.invariants
  if (other === undefined) throw new Error('the sample has no violation')
  const known = { ...other, listed: 'x', known: { reason: 'known', expired: false } }
  const found = (invariants: RunReport['invariants']) =>
    read(junitReport({ ...report, invariants })).filter(({ name }) => name.startsWith('invariant.'))
  expect(found([known]).map(({ children }) => Object.keys(children))).toEqual([['skipped']])
  expect(found([known, other]).map(({ children }) => Object.keys(children))).toEqual([['failure']])
})

test('a failure carries its evidence', () => {
  const { children, properties } = read(junitReport(sampleReport()))[0] ?? {}
  expect(properties).toMatchInlineSnapshot(`
    {
      "level": "must",
      "outcome": "fail",
      "profile": "core",
      "requirement": "container.stop.forced",
      "rpcs": "StopContainer ContainerStatus",
    }
  `)
  expect(children?.failure?.text).toMatchInlineSnapshot(`
    "exit code: expected 137, got 0

    Expected:
    137

    Actual:
    0

    Difference:
    - 137
    + 0

    Reproduce:
    crictl stop --timeout 2 c1
    crictl inspect c1

    Host:
    pid 4711 gone

    Log of c1:
    ignoring SIGTERM
    "
  `)
  expect(children?.['system-out']?.text).toMatchInlineSnapshot(`
    "→ StopContainer {"timeout": 2}
    ← OK after 12 ms"
  `)
})

test('the totals add up', () => {
  const [, totals] = /<testsuites ([^>]*)>/.exec(junitReport(sampleReport())) ?? []
  expect(totals).toMatchInlineSnapshot(
    `"name="crivet 0.1.0" tests="11" failures="4" errors="1" skipped="5""`,
  )
})

test('stays well-formed and bounded whatever a runtime says', () => {
  const xml = junitReport(hostileReport())
  expect(xml.length).toBeLessThan(2 * 1024 * 1024)
  const cases = read(xml)
  expect(cases.filter(({ classname }) => classname !== 'run')).toHaveLength(6)
  expect(cases[0]?.children.error?.message).toContain('<script>')
})

test('end marks of CDATA come through as they were', () => {
  const text = 'a ]]> b ]]> ]]]]>> c'
  const evidence = { transcript: text }
  const scenarios = [scenario({ id: 'a.b.c', outcome: 'fail', message: HOSTILE, evidence })]
  const [found] = read(junitReport(sampleReport({ scenarios })))
  expect(found?.children['system-out']?.text).toBe(text)
})
