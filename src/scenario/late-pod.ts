import pRetry from 'p-retry'
import type { CriMethods } from '../cri/client.ts'
import { type CriCode, CriError } from '../cri/error.ts'
import type { PodSandboxMetadata, RunPodSandboxRequest } from '../cri/gen/messages.ts'
import type { Init } from '../cri/init.ts'
import { removePod } from './removal.ts'
import { RuntimeFault } from './runtime-fault.ts'
import { TIMEOUTS } from './timeouts.ts'

type Request = Init<RunPodSandboxRequest>

/** What tells a pod from all others; absent where the request names none. */
export function podNameOf({ config }: Request): string | undefined {
  const { metadata } = config ?? {}
  return metadata ? nameOf(metadata) : undefined
}

const LEFT_OPEN: readonly CriCode[] = [
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  'UNAVAILABLE',
  'MALFORMED_ANSWER',
]

/** Whether a call that failed so may have made something all the same, or make it yet. */
export function isLeftOpen(error: unknown): boolean {
  if (error instanceof RuntimeFault) return true
  return error instanceof CriError && LEFT_OPEN.includes(error.code)
}

/**
 * Removes what a RunPodSandbox that nobody heard the end of made, or is about to make. containerd undoes such a
 * pod when it is there, and leaves its parent cgroup; CRI-O keeps it out of its lists for the kubelet to ask
 * again. So this asks again, as a kubelet does: one of the same name is refused until the first is settled.
 */
export async function removeLatePod(
  cri: CriMethods,
  request: Request,
  timeoutScale: number,
): Promise<void> {
  const attempt = async (number: number) => {
    await removePod(cri, (await listed(cri, request)) ?? (await askAgain(cri, request, number)))
  }
  await pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: TIMEOUTS.latePod * timeoutScale,
    minTimeout: 250,
    factor: 1.5,
    maxTimeout: 2_000,
  })
}

async function listed(cri: CriMethods, request: Request): Promise<string | undefined> {
  const filter = { label_selector: request.config?.labels ?? {} }
  const { items } = await cri.listPodSandbox({ filter })
  return items.find(({ metadata }) => metadata && nameOf(metadata) === podNameOf(request))?.id
}

async function askAgain(cri: CriMethods, request: Request, attempt: number): Promise<string> {
  // CRI-O answers one that comes while the first is under way at its deadline only, and the next one at once.
  const deadlineMs = Math.min(1000 * 2 ** (attempt - 1), TIMEOUTS.latePod)
  return (await cri.runPodSandbox(request, { deadlineMs })).pod_sandbox_id
}

function nameOf({ name, namespace, uid, attempt }: Init<PodSandboxMetadata>): string {
  return JSON.stringify([namespace, name, uid, attempt ?? 0])
}
