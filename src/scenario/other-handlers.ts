import type { CriMethods } from '../cri/client.ts'
import type { Target } from './target.ts'

/**
 * The runtime handlers beside the default one: those that Status lists, that crivet configured, or that the run is about.
 * None where the runtime does not tell its default, for each of them may be it.
 */
export async function otherHandlers(
  cri: Pick<CriMethods, 'status'>,
  { defaultHandler, handler, launched }: Target,
): Promise<readonly string[]> {
  if (defaultHandler === '') return []
  const { runtime_handlers } = await cri.status({})
  const listed = runtime_handlers.map(({ name }) => name)
  const all = new Set([...(launched?.handlers ?? []), ...listed, handler])
  return [...all].filter((name) => name !== '' && name !== defaultHandler)
}
