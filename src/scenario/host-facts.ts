import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { arch, release } from 'node:os'

const CGROUP2_SUPER_MAGIC = 0x63677270

/** What this host is, as far as scenarios and a report's reader need it. */
export interface HostFacts {
  readonly kernel: string
  readonly arch: string
  /** `v2` where /sys/fs/cgroup is cgroup2, `v1` otherwise (hybrid counts as v1). */
  readonly cgroup: 'v1' | 'v2'
  /** Active Linux security modules, empty where securityfs does not tell. */
  readonly lsms: readonly string[]
  readonly selinuxEnforcing: boolean
  readonly swap: boolean
  readonly psi: boolean
  readonly root: boolean
}

/** Reads the facts from procfs and sysfs. */
export function hostFacts(): HostFacts {
  const lsms = read('/sys/kernel/security/lsm').trim().split(',').filter(Boolean)
  const apparmor = read('/sys/module/apparmor/parameters/enabled').trim() === 'Y'
  return {
    kernel: release(),
    arch: arch(),
    cgroup: isCgroup2('/sys/fs/cgroup') ? 'v2' : 'v1',
    lsms: apparmor && !lsms.includes('apparmor') ? [...lsms, 'apparmor'] : lsms,
    selinuxEnforcing: read('/sys/fs/selinux/enforce').trim() === '1',
    swap: read('/proc/swaps').trim().split('\n').length > 1,
    psi: existsSync('/proc/pressure'),
    root: process.getuid?.() === 0,
  }
}

function isCgroup2(path: string): boolean {
  try {
    return statfsSync(path).type === CGROUP2_SUPER_MAGIC
  } catch {
    return false
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // A host without the file does not have the feature it tells of.
    return ''
  }
}
