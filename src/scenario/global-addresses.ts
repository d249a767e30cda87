import type { InterfaceFacts } from '../../fixtures/workload/inspection.ts'

// Of one link alone: fe80::/10 and 169.254.0.0/16.
const LINK_LOCAL = /^(fe[89ab]|169\.254\.)/i

/** The addresses of an interface that others reach it at, without prefix lengths; none of a loopback. */
export function globalAddresses({ flags, addresses }: InterfaceFacts): readonly string[] {
  if (flags.includes('loopback')) return []
  return addresses.map((it) => it.split('/')[0] ?? '').filter((it) => !LINK_LOCAL.test(it))
}
