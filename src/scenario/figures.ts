import type { UInt64Value } from '../cri/gen/messages.ts'

/** The number in a figure that a runtime may leave unset; NaN, which passes no comparison, where it is. */
export function figure(value: UInt64Value | null | undefined): number {
  return value ? Number(value.value) : Number.NaN
}
