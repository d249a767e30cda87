import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes the $HOME of a private CRI-O: it trusts the registry's certificate, and the host's
 * mirrors, blocked registries and credentials do not reach it.
 */
export async function writePrivateHome(
  home: string,
  registry: { readonly hosts: readonly string[]; readonly certificatePem: string },
): Promise<void> {
  const containers = join(home, '.config', 'containers')
  for (const host of registry.hosts) {
    const certificates = join(containers, 'certs.d', host)
    await mkdir(certificates, { recursive: true })
    await writeFile(join(certificates, 'ca.crt'), registry.certificatePem)
  }
  await writeFile(join(containers, 'registries.conf'), 'unqualified-search-registries = []\n')
}
