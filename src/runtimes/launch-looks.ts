import { NEEDED_PLUGINS, PLUGIN_DIRS } from './cni-network.ts'
import { findExecutable, searchDirs } from './executables.ts'
import type { LaunchKind } from './launched-runtime.ts'

/** What launching a runtime takes and this machine lacks. */
export interface LaunchLook {
  readonly kind: LaunchKind
  readonly missing: readonly string[]
  readonly hint: string
}

const PROGRAMS: Readonly<Record<LaunchKind, readonly string[]>> = {
  containerd: ['containerd', 'containerd-shim-runc-v2'],
  crio: ['crio', 'conmon', 'pinns'],
}

const HINTS: Readonly<Record<LaunchKind, string>> = {
  containerd: 'apt-get install containerd runc containernetworking-plugins iptables',
  crio: 'install CRI-O’s own package (it brings pinns), conmon, runc and containernetworking-plugins',
}

/** Looks for the programs behind `--launch`; whether they work shows when they are tried. */
export function launchLooks(): readonly LaunchLook[] {
  const dirs = [...searchDirs(), '/usr/libexec/crio', ...PLUGIN_DIRS]
  const absent = (names: readonly string[]) =>
    names.filter((name) => findExecutable(name, dirs) === undefined)
  const handler = absent(['runc', 'crun']).length < 2 ? [] : ['runc or crun']
  const shared = [...handler, ...absent(NEEDED_PLUGINS)]
  return (['containerd', 'crio'] as const).map((kind) => ({
    kind,
    missing: [...absent(PROGRAMS[kind]), ...shared],
    hint: HINTS[kind],
  }))
}
