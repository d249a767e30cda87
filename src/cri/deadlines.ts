import type { MethodName } from './gen/methods.ts'

const MINUTE_MS = 60_000

// The kubelet's runtime-request-timeout as it is by default.
const REQUEST_MS = 2 * MINUTE_MS

// What a timer takes and no call lives for; a request may ask for more.
const LONGEST_MS = 24 * 60 * MINUTE_MS

// The kubelet's exceptions (kubelet: cri-client, remote runtime and image service). Where it waits without
// an end, a bound of ours stands, so that a hang costs one scenario; but a stream of events is as long as its reader.
const EXCEPTIONS: Readonly<Partial<Record<MethodName, number>>> = {
  RunPodSandbox: 2 * REQUEST_MS,
  PullImage: 5 * MINUTE_MS,
  ListContainerStats: 5 * MINUTE_MS,
  ImageFsInfo: 5 * MINUTE_MS,
  // Stays open until the client leaves.
  GetContainerEvents: LONGEST_MS,
}

/** How long a kubelet would wait for this call, in milliseconds. */
export function deadlineMs(method: MethodName, request: unknown): number {
  const { timeout } = (request ?? {}) as { readonly timeout?: bigint | number | string | null }
  const askedMs = Math.max(0, Number(timeout ?? 0)) * 1000
  switch (method) {
    // The grace period or the command's own limit comes on top.
    case 'StopContainer':
    case 'ExecSync':
      return Math.min(REQUEST_MS + askedMs, LONGEST_MS)
    // Here the request's own limit, where there is one, is all there is.
    case 'CheckpointContainer':
      return Math.min(askedMs || REQUEST_MS, LONGEST_MS)
    default:
      return EXCEPTIONS[method] ?? REQUEST_MS
  }
}
