import { splitReference } from '../registry/reference.ts'
import type { FaultCall } from './fault.ts'

/**
 * Asks once more for an image's config, as a runtime does that shows the credentials of a pull to whatever
 * host it is sent on to; nothing where the registry takes no user name and password, or does not redirect.
 */
export async function sendsCredentialsAlong({
  request,
  signal,
  touch,
}: FaultCall<'PullImage'>): Promise<void> {
  const { username, password } = request.auth ?? {}
  if (!username) return
  const { host, repository, tag } = splitReference(request.image?.image ?? '')
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const asked = (url: string | URL) =>
    fetch(url, { headers: { authorization }, redirect: 'manual', signal })
  const manifest = await asked(`http://${host}/v2/${repository}/manifests/${tag}`)
  if (!manifest.ok) return
  const { config } = (await manifest.json()) as { readonly config?: { readonly digest: string } }
  if (!config) return
  const blob = await asked(`http://${host}/v2/${repository}/blobs/${config.digest}`)
  await blob.arrayBuffer()
  const elsewhere = blob.headers.get('location')
  if (elsewhere === null) return
  touch()
  await (await asked(new URL(elsewhere, blob.url))).arrayBuffer()
}
