import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Observation } from '../../src/runner/observe/observe.ts'
import { listen } from '../cri/plain-servers.ts'
import { crivet, startCrivet } from './crivet.ts'
import { churn, foreignRuntime } from './foreign.ts'

test('observe looks at pods, containers and images of others, and changes nothing', async () => {
  const foreign = await foreignRuntime()
  const untouched = await foreign.objects.look()
  const { endpoint } = foreign.runtime

  const { code, stdout } = await crivet(['observe', endpoint, '--for', '1'])
  expect(stdout).toMatch(/^containerd \S+ · CRI v1 · unix:\/\//)
  expect(stdout).toMatch(
    /^\d+ looks in .*: 1 pods, 2 containers, \d+ images; nothing was changed$/m,
  )
  expect(stdout).toMatch(/^ContainerStatus +4 +0 /m)
  // What containerd 1.6 gets wrong: the reference of an image is another in lists than in statuses.
  expect(stdout).toMatch(/^BROKEN {2}should container\.image-ref-agrees: /m)
  expect(stdout).not.toMatch(/^FAILED|^BROKEN {2}must/m)
  expect(stdout).toContain('not offered: RuntimeConfig')
  expect(code).toBe(0)
  const strict = ['observe', endpoint, '--for', '1', '--fail-on', 'should']
  expect((await crivet(strict)).code).toBe(1)

  const { rpcs } = await json(['observe', endpoint, '--for', '1', '--thorough', '--json'])
  expect(rpcs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Version', 'ImageStatus', 'ContainerStats', 'PodSandboxStats']),
  )
  expect(await foreign.objects.look()).toEqual(untouched)
  expect(await foreign.others()).toEqual([])
})

test('observe tells nothing of what goes away between a list and a status', async () => {
  const foreign = await foreignRuntime()
  const churning = new AbortController()
  const churned = churn(foreign, churning.signal)
  const { failures, invariants, seen } = await json([
    ...['observe', foreign.runtime.endpoint, '--for', '5', '--json'],
  ])
  churning.abort()
  await churned
  expect(failures).toEqual([])
  expect(invariants.filter(({ level }) => level === 'must')).toEqual([])
  expect(seen.pods).toBeGreaterThan(1)
})

test('a runtime that goes away: what was seen is told, and the gate fails', async () => {
  const { runtime } = await foreignRuntime()
  const running = startCrivet(['observe', runtime.endpoint, '--for', '60', '--json'])
  await pause(3_000)
  await runtime.kill()
  const { code, stdout } = await running.ended
  expect(code).toBe(1)
  const { failures, looks } = JSON.parse(stdout) as Observation
  expect(looks).toBeGreaterThan(0)
  expect(failures).toMatchObject([{ code: 'UNAVAILABLE' }])
})

test('what is no runtime, and flags that make no sense', async () => {
  const noise = await listen((socket) => void socket.write(randomBytes(4096)))
  const { code, stderr } = await crivet(['observe', noise])
  expect(code).toBe(3)
  expect(stderr).toContain('does not answer as a CRI v1 runtime')
  expect(await crivet(['observe', '/nowhere', '--for', 'ever'])).toMatchObject({ code: 2 })
  expect(await crivet(['observe', '/nowhere', '--fail-on', 'may'])).toMatchObject({ code: 2 })
})

async function json(args: readonly string[]): Promise<Observation> {
  return JSON.parse((await crivet(args)).stdout) as Observation
}
