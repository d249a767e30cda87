import { CATALOGUE, recipeOf } from '../../fixtures/images/catalogue.ts'
import { CrivetError } from '../errors.ts'
import { pushedReference, reference } from '../registry/reference.ts'
import { startRegistry } from '../registry/registry.ts'
import { findExecutable, runCommand, searchDirs } from '../runtimes/executables.ts'

const PUSH_MS = 300_000

/** What is pushed, and how. */
export interface PushOptions {
  /** All test images if none is named. */
  readonly names: readonly string[]
  /** Without TLS, or with a certificate that is not checked. */
  readonly plainHttp: boolean
}

/**
 * Pushes test images to `HOST:PORT/PATH/NAME`, one after the other, and answers the reference of each when it is there.
 * By skopeo, which knows the logins of this machine and the ways of registries; it takes them from crivet's own, as they are.
 *
 * @throws CrivetError CRIVET_USAGE without skopeo or for an unknown name, CRIVET_REGISTRY where the registry does not
 * take an image.
 */
export async function* pushImages(
  place: string,
  { names, plainHttp }: PushOptions,
): AsyncGenerator<string> {
  for (const name of names) recipeOf(name)
  const skopeo = findExecutable('skopeo', searchDirs())
  if (skopeo === undefined) {
    throw new CrivetError('CRIVET_USAGE', 'images are pushed by skopeo, which is not here', {
      hint: 'install it (Debian: apt-get install skopeo), or take a layout elsewhere: crivet images export DIR',
    })
  }
  // Always the same: an image that is pushed again keeps its digest.
  const runId = 'pushed'
  const { host, close } = await startRegistry({ runId })
  try {
    for (const name of names.length > 0 ? names : Object.keys(CATALOGUE)) {
      const pushed = pushedReference(place, name)
      const tls = ['--src-tls-verify=false', `--dest-tls-verify=${!plainHttp}`]
      const how = ['--insecure-policy', 'copy', '--quiet', '--all', '--preserve-digests', ...tls]
      const args = [...how, `docker://${reference({ host, runId, name })}`, `docker://${pushed}`]
      const { code, stderr } = await runCommand(skopeo, args, { timeoutMs: PUSH_MS })
      if (code !== 0) throw refused(pushed, stderr)
      yield pushed
    }
  } finally {
    await close()
  }
}

function refused(pushed: string, stderr: string): CrivetError {
  const [, why = stderr.trim()] = /msg="((?:[^"\\]|\\.)*)"\s*$/.exec(stderr.trim()) ?? []
  const told = why.replace(/\\+"/g, '"')
  return new CrivetError('CRIVET_REGISTRY', `${pushed} cannot be pushed: ${told}`, {
    hint: 'log in with: skopeo login HOST:PORT; for a registry without TLS give --plain-http',
  })
}
