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
  readonly files: readonly string[]
  /** The folders that were not there before, innermost first. */
  readonly dirs: readonly string[]
}

/** A certificate that runtimes on this host accept until it is removed; a file for each of its hosts. */
export interface RegistryTrust {
  readonly files: readonly string[]
  /** Removes them and the folders made for it; gives what could not be removed. */
  remove(): readonly string[]
}

/** Makes the image library of CRI-O trust a registry's certificate; a run's record has it beforehand. */
export async function trustRegistry(options: {
  readonly stateDir: string
  /** Each `127.0.0.1:PORT`, as it stands in image references. */
  readonly hosts: readonly string[]
  readonly certificatePem: string
  readonly certificates?: string
}): Promise<RegistryTrust> {
  const { stateDir, hosts, certificatePem, certificates = CERTIFICATES } = options
  const folders = hosts.map((host) => join(certificates, host))
  // Every file that ends so counts; a name of our own overwrites nobody's.
  const files = folders.map((dir) => join(dir, `${basename(stateDir)}.crt`))
  const trust = { files, dirs: innermostFirst(folders.flatMap(foldersToMake)) }
  await recordTrust(stateDir, trust)
  try {
    for (const file of files) {
      await mkdir(dirname(file), { recursive: true, mode: 0o755 })
      await writeFile(file, certificatePem, { mode: 0o644 })
    }
  } catch (cause) {
    removeTrust(trust)
    throw new CrivetError('CRIVET_REGISTRY', `${certificates}: ${(cause as Error).message}`, {
      hint: `run as root on the runtime's host, or add insecure = true for ${hosts.join(', ')} to its registries.conf`,
      cause,
    })
  }
  return { files, remove: () => removeTrust(trust) }
}

/** Removes certificates and the folders made for it; gives what could not be removed. */
export function removeTrust({ files, dirs }: TrustRecord): readonly string[] {
  const left = files.filter((file) => !removeFile(file))
  if (left.length > 0) return left.map((file) => `file ${file}`)
  return dirs.filter((dir) => !removeUnused(dir)).map((dir) => `folder ${dir}`)
}

// What another run made is not there to stay either: whoever comes last removes it.
function foldersToMake(dir: string): readonly string[] {
  const byOthers = findRuns().flatMap(({ trust }) => trust?.dirs ?? [])
  if (dir === '/' || (existsSync(dir) && !byOthers.includes(dir))) return []
  return [dir, ...foldersToMake(dirname(dir))]
}

function innermostFirst(dirs: readonly string[]): readonly string[] {
  return [...new Set(dirs)].sort((a, b) => b.split('/').length - a.split('/').length)
}

function removeUnused(dir: string): boolean {
  try {
    rmdirSync(dir)
    return true
  } catch (error) {
    // Not empty: somebody keeps certificates there meanwhile.
    return ['ENOENT', 'ENOTDIR', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}
