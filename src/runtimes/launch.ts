import { launchContainerd } from './containerd/launch.ts'
import { launchCrio } from './crio/launch.ts'
import type { LaunchedRuntime, LaunchKind, LaunchOptions } from './launched-runtime.ts'

/** Starts a private runtime of that kind. */
export function launchRuntime(kind: LaunchKind, options: LaunchOptions): Promise<LaunchedRuntime> {
  return kind === 'containerd' ? launchContainerd(options) : launchCrio(options)
}
