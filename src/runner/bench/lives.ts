import type { CallTimes } from '../../cri/call-times.ts'
import { createScope } from '../../scenario/create-scope.ts'
import { ImageFixture } from '../../scenario/fixtures/image.ts'
import { StreamsFixture } from '../../scenario/fixtures/streams.ts'
import type { ContainerHandle } from '../../scenario/handles/container.ts'
import { runPod } from '../../scenario/handles/pod.ts'
import type { Harness } from '../../scenario/harness.ts'
import { type Scope, withinScope } from '../../scenario/scope.ts'
import type { StreamProtocol } from '../../streaming/remote-session.ts'

/** What lives have in common. */
export interface Lives {
  readonly harness: Harness
  /** What the streaming server speaks. */
  readonly protocols: readonly StreamProtocol[]
  readonly note: (text: string) => void
}

/** How many lives, and where their times go. */
export interface Batch {
  /** Begins their keys. */
  readonly name: string
  readonly count: number
  /** In flight. */
  readonly parallel: number
  readonly times: CallTimes
}

/** Lives so many lives; the first that fails ends them, and its error is thrown when all of them are gone. */
export async function live(lives: Lives, batch: Batch, signal: AbortSignal): Promise<void> {
  const failed = new AbortController()
  const ends = AbortSignal.any([signal, failed.signal])
  const numbers = Array.from({ length: batch.count }, (_, index) => index + 1).values()
  const worker = async () => {
    for (const number of numbers) {
      if (ends.aborted) return
      try {
        await oneLife(lives, `${batch.name}${number}`, batch.times, ends)
      } catch (error) {
        failed.abort()
        throw error
      }
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: batch.parallel }, worker))
  for (const it of workers) if (it.status === 'rejected') throw it.reason
}

// What a kubelet does for a pod with one container, and an image beside it.
async function oneLife(
  { harness, protocols, note }: Lives,
  key: string,
  times: CallTimes,
  signal: AbortSignal,
): Promise<void> {
  const connection = harness.connection.with({ observers: [times.observer] })
  const scope = createScope({ ...harness, connection }, key, signal)
  try {
    await withinScope(scope, async () => {
      await podLife(scope, protocols, times)
      await imageLife(scope)
    })
  } finally {
    for (const line of await scope.cleanUp()) note(`could not be removed: ${line}`)
  }
}

async function podLife(
  scope: Scope,
  protocols: readonly StreamProtocol[],
  times: CallTimes,
): Promise<void> {
  const { cri } = scope
  const begun = performance.now()
  const pod = await runPod(scope)
  const container = await pod.create('pause')
  await container.start()
  times.add('a pod with a running container', performance.now() - begun)
  await pod.status()
  await container.status()
  await cri.listPodSandbox({})
  await cri.listContainers({})
  await cri.listContainerStats({})
  await container.exec('exit 0')
  for (const protocol of protocols) await command(scope, container, protocol, times)
  await container.stop({ timeout: 0 })
  await container.remove()
  await pod.stop()
  await pod.remove()
  times.add('a whole life of a pod', performance.now() - begun)
}

async function command(
  scope: Scope,
  container: ContainerHandle,
  protocol: StreamProtocol,
  times: CallTimes,
): Promise<void> {
  const begun = performance.now()
  const streams = new StreamsFixture(scope)
  const session = await streams.exec(container, 'print --stdout done', { protocol, stdout: true })
  await session.finish()
  times.add(`a command by exec, ${protocol}`, performance.now() - begun)
}

async function imageLife(scope: Scope): Promise<void> {
  const images = new ImageFixture(scope)
  const image = images.own('workload')
  await images.pull(image)
  await images.status(image)
  await images.list()
  await scope.cri.removeImage({ image: { image } })
}
