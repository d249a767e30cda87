import { createHash } from 'node:crypto'

/** One session, driven both ways; each answers in words what came of it. */
export interface Case {
  readonly name: string
  readonly crivet: () => Promise<string>
  readonly crictl: () => Promise<string>
  /** Why it cannot be driven here. */
  readonly leftOut?: string
}

/** Bytes in a few words: how many, and the beginning of their SHA-256. */
export function summary(bytes: Buffer): string {
  if (bytes.length === 0) return 'nothing'
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return `${bytes.length} B ${sha256.slice(0, 8)}`
}
