import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'pulled-images'

/** An image whose name does not tell of the run that pulled it, and the runtime it is on. */
export interface PulledImage {
  /** `unix:///…` of the image service. */
  readonly endpoint: string
  readonly image: string
}

/** Writes down an image before it is pulled, so that a later cleanup finds it. */
export function recordPull(stateDir: string, pulled: PulledImage): void {
  appendFileSync(join(stateDir, FILE), `${JSON.stringify(pulled)}\n`)
}

/** What a run wrote down. */
export function pulledImages(stateDir: string): readonly PulledImage[] {
  const file = join(stateDir, FILE)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as PulledImage)
}
