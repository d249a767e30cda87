import { join } from 'node:path'
import type { Target } from './target.ts'

/** Where CDI specs are laid for the runtime: a folder of its own where crivet launched it. */
export function cdiFolder({ launched, stateDir }: Target): string {
  return launched ? join(stateDir, 'cdi') : '/var/run/cdi'
}
