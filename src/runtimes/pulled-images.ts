import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'pulled-images'

/** Writes down, before it is pulled, an image whose name does not tell of the run, so that a later cleanup finds it. */
export function recordPull(stateDir: string, image: string): void {
  appendFileSync(join(stateDir, FILE), `${image}\n`)
}

/** What a run wrote down. */
export function pulledImages(stateDir: string): readonly string[] {
  const file = join(stateDir, FILE)
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}
