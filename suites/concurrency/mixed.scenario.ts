import {
  type ContainerHandle,
  type CriMethods,
  expect,
  type Fixtures,
  scenario,
  unknownId,
  unlessToldNo,
} from 'crivet'

const WORKERS = 20
const ROUNDS = 3

scenario(
  'concurrency.mixed.workers',
  { requirement: 'concurrency.mixed', timeout: 'longScenario' },
  async ({ cri, host, pods, unique }) => {
    const ids: string[] = []
    const work = async (worker: number) => {
      for (let round = 0; round < ROUNDS; round++) {
        ids.push(...(await live({ cri, pods, unique }, worker + round)))
      }
    }
    // The first pod brings the network's bridge.
    await live({ cri, pods, unique }, 0)
    const before = await host.traces()
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)))
    expect(await host.tracesBeyond(before, ...ids), 'left on the node').toEqual([])
  },
)

type Parts = Pick<Fixtures, 'cri' | 'pods' | 'unique'>

/** The life of a pod with a wrong call in each of its states; answers the ids of what there was. */
async function live({ cri, pods, unique }: Parts, turn: number): Promise<readonly string[]> {
  const app = unique('mixed')
  const pod = await pods.run({ labels: { app } })
  const [kept, exits, created] = [
    await pod.run(['sleep', 'infinity', app]),
    await pod.run(`exit ${turn}`),
    await pod.create('pause'),
  ]
  const listed = async () => {
    const { containers } = await cri.listContainers({ filter: { pod_sandbox_id: pod.id } })
    return containers.map(({ id }) => id).sort()
  }
  await wrongCall(cri, turn, kept)
  await expect(exits).toHaveExited({ code: turn })
  expect(await kept.read('/proc/1/cmdline'), 'what runs where a command is run').toContain(app)
  expect(await listed()).toEqual([kept.id, exits.id, created.id].sort())
  await created.remove()
  await wrongCall(cri, turn + 1, kept)
  await expect(kept).toBeInState('CONTAINER_RUNNING')
  if (turn % 2 === 0) await kept.stop({ timeout: 10 })
  expect(await listed()).toEqual([kept.id, exits.id].sort())
  await pod.stop()
  await wrongCall(cri, turn + 2, kept)
  await pod.remove()
  const { items } = await cri.listPodSandbox({ filter: { label_selector: { app } } })
  expect(items).toEqual([])
  return [pod.id, kept.id, exits.id, created.id]
}

/** One of the calls that have to fail, or to change nothing. */
async function wrongCall(cri: CriMethods, turn: number, kept: ContainerHandle): Promise<void> {
  const container_id = unknownId()
  const calls = [
    () => expect(cri.startContainer({ container_id })).toFailWith('NOT_FOUND'),
    () => expect(cri.containerStatus({ container_id })).toFailWith('NOT_FOUND'),
    () => expect(cri.execSync({ container_id, cmd: ['/workload'], timeout: 5 })).toFailWith(),
    () => expect(kept.start()).toFailWith(),
    () => cri.removeContainer({ container_id }),
    // Whether these may be refused is for others to say.
    () => unlessToldNo(cri.stopContainer({ container_id, timeout: 5 })),
    () => unlessToldNo(cri.stopPodSandbox({ pod_sandbox_id: container_id })),
  ]
  await calls[turn % calls.length]?.()
}
