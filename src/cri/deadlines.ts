import type { MethodName } from './gen/methods.ts'

// The kubelet's runtime-request-timeout, and its exceptions (kubelet: cri-client remote runtime).
const REQUEST_MS = 120_000
const PULL_MS = 300_000
const STREAM_MS = 600_000

const EXCEPTIONS: Readonly<Partial<Record<MethodName, number>>> = {
  RunPodSandbox: 2 * REQUEST_MS,
  // A kubelet sets none for a pull; a registry on the same host needs none this long.
  PullImage: PULL_MS,
  // Streams stay open until the client leaves.
  GetContainerEvents: STREAM_MS,
}

/** How long a kubelet would wait for this call, in milliseconds. */
export function deadlineMs(method: MethodName, request: unknown): number {
  const base = EXCEPTIONS[method] ?? REQUEST_MS
  if (method !== 'StopContainer' && method !== 'ExecSync') return base
  const { timeout } = request as { readonly timeout?: bigint | number | string | null }
  return base + Math.max(0, Number(timeout ?? 0)) * 1000
}
