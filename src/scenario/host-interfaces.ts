import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A network interface: its number, and that of the one it is linked to. */
export interface HostInterface {
  readonly name: string
  readonly index: string
  readonly link: string
}

const ROOT = '/sys/class/net'

/** The network interfaces of this host. */
export function hostInterfaces(): readonly HostInterface[] {
  return readdirSync(ROOT).flatMap((name) => {
    try {
      const [index = '', link = ''] = ['ifindex', 'iflink'].map((file) =>
        readFileSync(join(ROOT, name, file), 'utf8').trim(),
      )
      return [{ name, index, link }]
    } catch {
      // Interfaces come and go between the listing and the look; some entries are none.
      return []
    }
  })
}
