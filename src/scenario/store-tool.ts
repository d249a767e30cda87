import { findExecutable, searchDirs } from '../runtimes/executables.ts'
import type { Target } from './target.ts'

const TOOLS = { containerd: 'ctr', crio: 'skopeo' } as const

/** The program that works on the image store of a runtime crivet launched, where one is installed. */
export function storeTool({ launched }: Target): string | undefined {
  return launched && findExecutable(TOOLS[launched.kind], searchDirs())
}
