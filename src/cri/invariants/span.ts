import type { CallRecord } from '../client.ts'
import type { ContainerEventResponse } from '../gen/messages.ts'

/** When a call was under way, in milliseconds since the epoch. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/** How far apart two calls must be to count as one after the other: starts are known in whole milliseconds. */
export const MARGIN_MS = 5

/** How far a runtime's clock readings may lie outside of the calls they belong to. */
export const CLOCK_SLACK_MS = 1000

/**
 * When the call of a record was under way; of a stream's answer, until it came. An event tells of the moment
 * it was made, which may lie before the call: a runtime may keep events for whoever comes next.
 */
export function spanOf({ method, response, startedAtMs, tookMs }: CallRecord): Span {
  const span = { startMs: startedAtMs, endMs: startedAtMs + tookMs }
  if (method !== 'GetContainerEvents' || !response) return span
  const { created_at } = response as ContainerEventResponse
  if (created_at <= 0n) return span
  return { ...span, startMs: Math.min(startedAtMs, toMs(created_at) - CLOCK_SLACK_MS) }
}

/** Whether one call surely ended before another began. */
export function before(earlier: Span, later: Span): boolean {
  return earlier.endMs + MARGIN_MS <= later.startMs
}

/** Nanoseconds, as the CRI counts, in whole milliseconds. */
export function toMs(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n)
}
