import { setTimeout as delay } from 'node:timers/promises'
import type { CriMethods } from '../cri/client.ts'
import { CriError } from '../cri/error.ts'

const CALL_MS = 5_000
const BETWEEN_LOOKS_MS = 50

// What a kubelet waits for; runtimes add conditions of their own, such as warnings about settings.
const NEEDED: readonly string[] = ['RuntimeReady', 'NetworkReady']

/** Waits until a runtime takes pods; answers what still keeps it from that when the time is over. */
export async function whyNeverReady(
  cri: CriMethods,
  withinMs: number,
): Promise<string | undefined> {
  const end = performance.now() + withinMs
  for (;;) {
    const unmet = await whyNotReady(cri)
    if (unmet === undefined || performance.now() > end) return unmet
    await delay(BETWEEN_LOOKS_MS)
  }
}

/** What keeps a runtime from taking pods, in its own words; nothing when it is ready. */
export async function whyNotReady(
  cri: CriMethods,
  needed: readonly string[] = NEEDED,
): Promise<string | undefined> {
  try {
    const { status } = await cri.status({}, { deadlineMs: CALL_MS })
    const unmet = (status?.conditions ?? []).filter(
      (condition) => needed.includes(condition.type) && !condition.status,
    )
    if (unmet.length === 0) return undefined
    return unmet.map(({ type, reason, message }) => `${type}: ${message || reason}`).join('; ')
  } catch (error) {
    if (error instanceof CriError) return error.message
    throw error
  }
}
