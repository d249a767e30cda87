import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The folder of the installed package, the same from sources and from compiled code. */
export function packageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('crivet/package.json'))
}
