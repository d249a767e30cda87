import { CrivetError } from '../errors.ts'
import { launchContainerd } from './containerd/launch.ts'
import type { LaunchedRuntime, LaunchKind, LaunchOptions } from './launched-runtime.ts'

/** Starts a private runtime of that kind. */
export function launchRuntime(kind: LaunchKind, options: LaunchOptions): Promise<LaunchedRuntime> {
  if (kind === 'containerd') return launchContainerd(options)
  throw new CrivetError('CRIVET_LAUNCH', `launching ${kind} is not there yet`, {
    hint: 'start it yourself and give its socket',
  })
}
