import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder of the installed package, the same from sources and from compiled code. */
export function packageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('crivet/package.json'))
}

/** The version of the installed package. */
export function packageVersion(): string {
  const json = readFileSync(join(packageRoot(), 'package.json'), 'utf8')
  return (JSON.parse(json) as { version: string }).version
}
