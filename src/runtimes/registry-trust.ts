import { existsSync, rmdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CrivetError } from '../errors.ts'
import { removeFile } from './shared-state.ts'
import { findRuns, recordTrust } from './state-dir.ts'

// CRI-O looks here at each pull; containerd takes any certificate from 127.0.0.1.
const CERTIFICATES = '/etc/containers/certs.d'

/** What a run lays on the host so that runtimes trust its registry. */
export interface TrustRecord {
  readonly file: string
  /** The folders that were not there before, innermost first. */
  readonly dirs: readonly string[]
}

/** A certificate that runtimes on this host accept until it is removed. */
export interface RegistryTrust {
  readonly file: string
  /** Removes it and the folders made for it; gives what could not be removed. */
  remove(): readonly string[]
}

/** Makes the image library of CRI-O trust a registry's certificate; a run's record has it beforehand. */
export async function trustRegistry(options: {
  readonly stateDir: string
  /** `127.0.0.1:PORT`, as it stands in image references. */
  readonly host: string
  readonly certificatePem: string
  readonly certificates?: string
}): Promise<RegistryTrust> {
  const { stateDir, host, certificatePem, certificates = CERTIFICATES } = options
  const dir = join(certificates, host)
  // Every file that ends so counts; a name of our own overwrites nobody's.
  const file = join(dir, `${basename(stateDir)}.crt`)
  const trust = { file, dirs: foldersToMake(dir) }
  await recordTrust(stateDir, trust)
  try {
    await mkdir(dir, { recursive: true, mode: 0o755 })
    await writeFile(file, certificatePem, { mode: 0o644 })
  } catch (cause) {
    removeTrust(trust)
    throw new CrivetError('CRIVET_REGISTRY', `${file}: ${(cause as Error).message}`, {
      hint: `run as root on the runtime's host, or add insecure = true for ${host} to its registries.conf`,
      cause,
    })
  }
  return { file, remove: () => removeTrust(trust) }
}

/** Removes a certificate and the folders made for it; gives what could not be removed. */
export function removeTrust({ file, dirs }: TrustRecord): readonly string[] {
  if (!removeFile(file)) return [`file ${file}`]
  return dirs.filter((dir) => !removeUnused(dir)).map((dir) => `folder ${dir}`)
}

// What another run made is not there to stay either: whoever comes last removes it.
function foldersToMake(dir: string): readonly string[] {
  const byOthers = findRuns().flatMap(({ trust }) => trust?.dirs ?? [])
  if (dir === '/' || (existsSync(dir) && !byOthers.includes(dir))) return []
  return [dir, ...foldersToMake(dirname(dir))]
}

function removeUnused(dir: string): boolean {
  try {
    rmdirSync(dir)
    return true
  } catch (error) {
    // Not empty: somebody keeps certificates there meanwhile.
    return ['ENOENT', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}
