/** How a client leaves: with the protocol's goodbye, or as if its process had died. */
export type Leaving = 'orderly' | 'abrupt'

/** How long a server may take to close its side after an orderly goodbye. */
export const ORDERLY_MS = 2000

/** What a close reason says of it. */
export function leavingDetail(how: Leaving): string {
  return how === 'orderly' ? 'an orderly goodbye' : 'cut without a goodbye'
}
