import { expect, test } from 'vitest'
import { CATALOGUE } from '../../fixtures/images/catalogue.ts'
import { readReport } from '../../reports/read-report.ts'
import { crivet, refusal, tempFolder } from './crivet.ts'
import { startDockerRegistry } from './docker-registry.ts'
import { foreignRuntime } from './foreign.ts'

test('a run takes its images from another registry, and leaves out what needs its own', {
  timeout: 240_000,
}, async () => {
  const place = `${await startDockerRegistry()}/test/crivet`
  const pushed = await crivet(['images', 'push', place, '--plain-http'])
  expect(pushed).toMatchObject({ code: 0, stderr: '' })
  const names = Object.keys(CATALOGUE).map((name) => `${place}/${name}:v1`)
  expect(pushed.stdout.trimEnd().split('\n')).toEqual(names)

  const { runtime, cri, objects, others } = await foreignRuntime()
  const untouched = await objects.look()
  const run = async () => {
    const output = tempFolder()
    const asked = ['container.stop.*', 'image.pull.again'].flatMap((it) => ['--scenario', it])
    const how = ['--registry', place, '--known-failures', 'shipped', '--output', output]
    const { code, stdout } = await crivet([runtime.endpoint, ...asked, ...how])
    return { code, stdout, report: readReport(output) }
  }
  const { code, stdout, report } = await run()
  expect(code, stdout).toBe(0)
  expect(report.depth).toContain('-registry')
  const outcomes = new Map(report.scenarios.map((it) => [it.id, it]))
  expect(outcomes.get('container.stop.forced-after-grace')?.outcome).toBe('pass')
  expect(outcomes.get('image.pull.again')).toMatchObject({
    outcome: 'skipped',
    notGiven: ['the registry of crivet’s own'],
  })
  const requirement = (id: string) => report.requirements.find((it) => it.id === id)?.outcome
  expect(requirement('image.pull.idempotent')).toBe('left-out')
  expect(await others()).toEqual([])

  // Put there by somebody before: used, and left where it is.
  const image = `${place}/workload:v1`
  await cri.pullImage({ image: { image } })
  const preloaded = await others()
  expect((await run()).code).toBe(0)
  expect(await others()).toEqual(preloaded)
  expect(await objects.look()).toEqual(untouched)
})

test('images push says what it cannot do', async () => {
  const nobody = await crivet(['images', 'push', '127.0.0.1:1/crivet', 'workload'])
  expect(nobody.code).toBe(4)
  expect(nobody.stderr).toMatch(
    /^crivet: 127\.0\.0\.1:1\/crivet\/workload:v1 cannot be pushed: .*connection refused\n {2}→ log in with: /,
  )
  expect(await crivet(['images', 'push', 'https://x'])).toMatchObject({
    code: 2,
    stderr: refusal(
      '"https://x" is no registry',
      'such as registry.example:5000/crivet: a host, its port, a path, nothing before or behind',
    ),
  })
})
