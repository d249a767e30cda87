import { expect, test } from 'vitest'
import { CATALOGUE } from '../../fixtures/images/catalogue.ts'
import { readReport } from '../../reports/read-report.ts'
import { pushedReference } from '../../src/registry/reference.ts'
import { crivet, refusal, startCrivet, tempFolder } from './crivet.ts'
import { startDockerRegistry } from './docker-registry.ts'
import { foreignRuntime } from './foreign.ts'

test('a run takes its images from another registry, and leaves out what needs its own', {
  timeout: 240_000,
}, async () => {
  const place = `${await startDockerRegistry()}/test/crivet`
  const pushed = await crivet(['images', 'push', place, '--plain-http'])
  expect(pushed).toMatchObject({ code: 0, stderr: '' })
  const names = Object.keys(CATALOGUE).map((name) => pushedReference(place, name))
  expect(pushed.stdout.trimEnd().split('\n')).toEqual(names)

  const { runtime, cri, objects, others, othersRun } = await foreignRuntime()
  const untouched = await objects.look()
  const run = async () => {
    const output = tempFolder()
    const ids = ['container.stop.*', 'image.pull.again', 'image.*.absent', 'image.remove.unknown']
    const asked = ids.flatMap((it) => ['--scenario', it])
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
    notGiven: ['registry'],
  })
  // What need not be there needs no registry of crivet's own either.
  expect(outcomes.get('image.status.absent')?.outcome).toBe('pass')
  expect(outcomes.get('image.remove.unknown')?.outcome).toBe('pass')
  const requirement = (id: string) => report.requirements.find((it) => it.id === id)?.outcome
  expect(requirement('image.pull.idempotent')).toBe('left-out')
  expect(await others()).toEqual([])

  // Put there by somebody before: used, and left where it is.
  const image = pushedReference(place, 'workload')
  await cri.pullImage({ image: { image } })
  const preloaded = await others()
  expect((await run()).code).toBe(0)
  expect(await others()).toEqual(preloaded)
  expect(await objects.look()).toEqual(untouched)
  await cri.removeImage({ image: { image } })

  // What a killed run pulled is found although no name tells of the run.
  const { child, ended } = startCrivet([
    ...[runtime.endpoint, '--registry', place, '--output', tempFolder()],
    ...['--parallel', '1', '--scenario', 'container.stop.forced-after-grace'],
  ])
  await othersRun(child)
  child.kill('SIGKILL')
  await ended
  expect(await others()).toContain(`image ${image}`)
  // Without the endpoint what tells of the image stays.
  expect((await crivet(['cleanup'])).stdout).toContain(
    `pulled images to ${runtime.endpoint}: crivet cleanup ${runtime.endpoint} removes them`,
  )
  expect((await crivet(['cleanup', runtime.endpoint])).code).toBe(0)
  expect(await others()).toEqual([])
})

test('a registry that the runtime does not get at is told before a run', async () => {
  const { runtime, others } = await foreignRuntime()
  const args = [runtime.endpoint, '--registry', '127.0.0.1:1/crivet', '--output', tempFolder()]
  const { code, stderr } = await crivet(args)
  expect(code).toBe(3)
  const doctor = await crivet(['doctor', runtime.endpoint, '--registry', '127.0.0.1:1/crivet'])
  expect(doctor.code).toBe(3)
  expect(doctor.stdout).toContain('→ put the test images there: crivet images push 127.0.0.1:1')
  expect(stderr).toContain('127.0.0.1:1/crivet/workload:')
  expect(stderr).toContain('→ put the test images there: crivet images push 127.0.0.1:1/crivet')
  expect(await others()).toEqual([])
})

test('images push says what it cannot do', async () => {
  const nobody = await crivet(['images', 'push', '127.0.0.1:1/crivet', 'workload'])
  expect(nobody.code).toBe(4)
  expect(nobody.stderr).toMatch(
    /^crivet: 127\.0\.0\.1:1\/crivet\/workload:\S+ cannot be pushed: .*connection refused\n {2}→ log in with: /,
  )
  expect(await crivet(['images', 'push', 'https://x'])).toMatchObject({
    code: 2,
    stderr: refusal(
      '"https://x" is no registry',
      'such as registry.example:5000/crivet: a host, its port, a path, nothing before or behind',
    ),
  })
})
