import { expect, test } from 'vitest'
import { listen } from '../cri/plain-servers.ts'
import { installedContainerds } from '../runtimes/installed.ts'
import { crivet } from './crivet.ts'
import { foreignRuntime } from './foreign.ts'

test.for(installedContainerds())(
  'doctor says what a run would meet, and leaves the runtime as it was: $name',
  async ({ binary }) => {
    const { runtime, objects, others } = await foreignRuntime(binary)
    const untouched = await objects.look()
    const { code, stdout, stderr } = await crivet(['doctor', runtime.endpoint])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`\n${runtime.endpoint}\n`)
    expect(stdout).toMatch(/^ {2}ok {6}containerd \S+ answers, CRI v1, cgroup driver cgroupfs$/m)
    expect(stdout).toMatch(/^ {2}ok {6}the image 127\.0\.0\.1:\S+\/workload:v1 can be pulled$/m)
    expect(stdout).toMatch(/^ {2}ok {6}a pod and a container can be started$/m)
    expect(stdout).not.toContain('BLOCKS')
    expect(await others()).toEqual([])
    expect(await objects.look()).toEqual(untouched)
  },
)

test('doctor without an endpoint names the sockets of this machine and what can be launched', async () => {
  const endpoint = await listen((socket) => void socket.end())
  const { code, stdout, stderr } = await crivet(['doctor'], {
    env: { CONTAINER_RUNTIME_ENDPOINT: endpoint },
  })
  expect(stdout).toContain(`ok      ${endpoint} ($CONTAINER_RUNTIME_ENDPOINT)`)
  expect(stdout).toContain('--launch containerd\n  ok      everything it takes is installed')
  expect(stdout).toContain('--launch crio')
  expect(code).toBe(3)
  expect(stderr).toContain('does not answer as a CRI v1 runtime')
})
