import {
  type ContainerHandle,
  emit,
  eventually,
  exitOf,
  expect,
  type Fixtures,
  scenario,
  seconds,
} from 'crivet'

const MIB = 1024 * 1024

// A leak of one thing for each exec shows as 500, of one for each that forks as 100.
const EXECS = 500
const LEAK = 80

scenario(
  'exec.soak.no-leak',
  { requirement: 'exec.sync.no-leak', timeout: 'longScenario' },
  async ({ sharedPod, host, unique }) => {
    const { container, usage } = await watched({ sharedPod, host, unique })
    const execs = async (count: number) => {
      for (let done = 0; done < count; done += 10) {
        const ten = Array.from({ length: 10 }, (_, index) =>
          container.exec(index < 2 ? 'background-child 0 --setsid' : 'exit 0'),
        )
        for (const { exitCode } of await Promise.all(ten)) expect(exitCode).toBe(0)
      }
    }
    // Pools and threads that ten at once ask for are there after these.
    await execs(50)
    const leaked = leaks(usage)
    await execs(EXECS)
    await eventually('processGone', async () => {
      expect(leaked()).toEqual([])
      expect(await container.ask<readonly unknown[]>('ps')).toHaveLength(2)
    })
  },
)

scenario(
  'exec.soak.client-leaves',
  {
    requirement: 'stream.exec.client-disconnect',
    needs: ['host', 'soak', 'serial'],
    timeout: 'longScenario',
  },
  async ({ sharedPod, host, streams, unique }) => {
    const { container, usage } = await watched({ sharedPod, host, unique })
    const command = emit({ stdout: 'here' }, { pauseMs: seconds(2) })
    const leave = async (count: number) => {
      for (let done = 0; done < count; done++) {
        const session = await streams.exec(container, command, { protocol: 'spdy', stdout: true })
        await session.stdout.until('here')
        await session.close('abrupt')
      }
      // A command may live on where its client has left.
      await eventually('processGone', async () => {
        expect(await container.ask<readonly unknown[]>('ps')).toHaveLength(2)
      })
    }
    await leave(20)
    const leaked = leaks(usage)
    await leave(100)
    await eventually('processGone', () => expect(leaked()).toEqual([]))
    await expect(container).toBeInState('CONTAINER_RUNNING')
  },
)

interface Watched {
  readonly container: ContainerHandle
  /** What the runtime holds for it. */
  readonly usage: () => ReturnType<Fixtures['host']['runtimeUsage']>
}

async function watched({
  sharedPod,
  host,
  unique,
}: Pick<Fixtures, 'sharedPod' | 'host' | 'unique'>): Promise<Watched> {
  const mark = unique('watched')
  const container = await sharedPod.run(`sleep infinity ${mark}`)
  const mainPid = await host.processes.one(mark)
  return { container, usage: () => host.runtimeUsage(container, mainPid) }
}

/** What the runtime holds from now on beyond what it did, in such numbers that it is no chance. */
function leaks(usage: Watched['usage']) {
  const { residentBytes: _, ...before } = usage()
  return () => {
    const after = usage()
    const grown = Object.entries(before).map(([what, was]) => ({
      [what]: after[what as keyof typeof before] - was,
    }))
    return grown.filter((it) => Object.values(it).some((by) => by >= LEAK))
  }
}

scenario(
  'exec.soak.flood-survived',
  { requirement: 'exec.sync.flood-survived', timeout: 'longScenario' },
  async ({ sharedPod, host, cri, unique }) => {
    const { container, usage } = await watched({ sharedPod, host, unique })
    const before = usage().residentBytes
    let flooding = true
    // 256 MiB on each stream.
    const command = `lines ${(512 * MIB) / 65536} 65535 --stream both`
    const options = { timeout: 60, largeAnswer: true }
    const flood = exitOf(container.exec(command, options)).finally(() => {
      flooding = false
    })
    let peak = before
    while (flooding) {
      await cri.version({})
      expect((await container.exec('exit 0')).exitCode).toBe(0)
      peak = Math.max(peak, usage().residentBytes)
    }
    // It ended, or came to the timeout, or two cut streams together are too much for the runtime's message.
    expect([0, 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED']).toContain(await flood)
    expect(peak - before).toBeLessThan(256 * MIB)
    await expect(container).toBeInState('CONTAINER_RUNNING')
    expect((await container.exec('echo still here')).stdout).toBe('still here\n')
  },
)
