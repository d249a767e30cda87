import { CriError, eventually, expect, scenario, seconds } from 'crivet'

// From before the runtime looks at the request until it is nearly done.
const LEFT_AFTER_MS = [10, 60, 120, 200, 350]
// A runtime may let a repeated request wait for the first until its deadline, and answer the next.
const REPEAT = { deadlineMs: seconds(3) }

async function leave(call: (signal: AbortSignal) => Promise<unknown>, ms: number): Promise<void> {
  try {
    await call(AbortSignal.timeout(ms))
  } catch (error) {
    if (!(error instanceof CriError)) throw error
  }
}

scenario(
  'grpc.cancelled.run-pod',
  { requirement: 'grpc.cancelled-call-leaves-no-ghost', needs: ['soak'], waits: true },
  async ({ cri, pods, target }) => {
    const leaveAndRepeat = async (ms: number) => {
      const request = {
        config: pods.config({ log_directory: '' }),
        runtime_handler: target.handler,
      }
      const filter = { label_selector: request.config.labels }
      const listed = async () => (await cri.listPodSandbox({ filter })).items.map(({ id }) => id)
      const remove = async (pod_sandbox_id: string) => {
        await cri.stopPodSandbox({ pod_sandbox_id })
        await cri.removePodSandbox({ pod_sandbox_id })
      }
      await leave((signal) => cri.runPodSandbox(request, { signal }), ms)
      // As a kubelet does: it takes what is listed, or asks again.
      const settled = await eventually('latePod', async () => {
        const [id] = await listed()
        return id ?? (await cri.runPodSandbox(request, REPEAT)).pod_sandbox_id
      })
      await remove(settled)
      const { pod_sandbox_id } = await cri.runPodSandbox(request)
      expect(await listed(), `left after ${ms} ms`).toEqual([pod_sandbox_id])
      await remove(pod_sandbox_id)
      expect(await listed(), `left after ${ms} ms`).toEqual([])
    }
    await Promise.all(LEFT_AFTER_MS.map(leaveAndRepeat))
  },
)

scenario(
  'grpc.cancelled.create-container',
  { requirement: 'grpc.cancelled-call-leaves-no-ghost', needs: ['soak'], waits: true },
  async ({ cri, sharedPod }) => {
    const leaveAndRepeat = async (ms: number) => {
      const config = await sharedPod.containerConfig('pause')
      const request = { pod_sandbox_id: sharedPod.id, config, sandbox_config: sharedPod.config }
      const filter = { label_selector: config.labels ?? {} }
      const listed = async () =>
        (await cri.listContainers({ filter })).containers.map(({ id }) => id)
      await leave((signal) => cri.createContainer(request, { signal }), ms)
      const settled = await eventually('latePod', async () => {
        const [id] = await listed()
        return id ?? (await cri.createContainer(request, REPEAT)).container_id
      })
      await cri.startContainer({ container_id: settled })
      await cri.stopContainer({ container_id: settled })
      await cri.removeContainer({ container_id: settled })
      const { container_id } = await cri.createContainer(request)
      expect(await listed(), `left after ${ms} ms`).toEqual([container_id])
      await cri.removeContainer({ container_id })
      expect(await listed(), `left after ${ms} ms`).toEqual([])
    }
    // One after the other: starts in one pod at the same time are for others to judge.
    for (const ms of LEFT_AFTER_MS) await leaveAndRepeat(ms)
  },
)
