import { CriError } from '../cri/error.ts'
import type { StatusResponse } from '../cri/gen/messages.ts'

/**
 * The name of the runtime handler that pods get who name none; empty where the runtime does not tell. The API has no
 * field for it: where there are several it is read from the configuration that containerd and CRI-O show in what
 * Status answers `verbosely`.
 */
export async function defaultHandler(
  { runtime_handlers }: StatusResponse,
  verbosely: () => Promise<StatusResponse>,
): Promise<string> {
  const [only, ...others] = runtime_handlers.map(({ name }) => name).filter(Boolean)
  if (only !== undefined && others.length === 0) return only
  try {
    return configured((await verbosely()).info)
  } catch (error) {
    // Whether it may refuse that is for the scenarios to say.
    if (error instanceof CriError) return ''
    throw error
  }
}

function configured({ config }: Readonly<Record<string, string>>): string {
  const { containerd, crio } = parsed(config)
  const name = containerd?.defaultRuntimeName ?? crio?.DefaultRuntime
  return typeof name === 'string' ? name : ''
}

interface ShownConfig {
  readonly containerd?: { readonly defaultRuntimeName?: unknown } | null
  readonly crio?: { readonly DefaultRuntime?: unknown } | null
}

function parsed(config = '{}'): ShownConfig {
  try {
    return (JSON.parse(config) as ShownConfig | null) ?? {}
  } catch {
    return {}
  }
}
