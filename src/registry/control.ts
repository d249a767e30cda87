import { CrivetError } from '../errors.ts'
import type { ImageFacts } from './image-facts.ts'
import { splitReference } from './reference.ts'
import type { RequestLogEntry } from './request-log.ts'

export type { ImageFacts } from './image-facts.ts'

/** Asks the registry of the run about its images and its requests; from any thread or process. */
export interface RegistryControl {
  /** Digests and sizes of the image that a reference leads to. */
  facts(image: string): Promise<ImageFacts>
  /** The requests for the repository of a reference so far, or all. */
  requests(image?: string): Promise<readonly RequestLogEntry[]>
  /** Lets the tag of a reference lead to the image of the same name with another nonce. */
  move(image: string, nonce: string): Promise<void>
}

/** The control of the registry at `127.0.0.1:PORT`. */
export function registryControl(host: string): RegistryControl {
  const ask = (method: string, action: string, query: Record<string, string>) =>
    askRegistry(method, `http://${host}/crivet/${action}?${new URLSearchParams(query)}`)
  return {
    facts: async (image) => (await ask('GET', 'facts', place(image))) as ImageFacts,
    requests: async (image) => {
      const query = image === undefined ? {} : { repository: splitReference(image).repository }
      return (await ask('GET', 'requests', query)) as readonly RequestLogEntry[]
    },
    move: async (image, nonce) => {
      await ask('POST', 'move', { ...place(image), to: nonce })
    },
  }
}

function place(image: string): Record<string, string> {
  const { repository, tag } = splitReference(image)
  return { repository, tag }
}

async function askRegistry(method: string, url: string): Promise<unknown> {
  const failed = (what: string, cause?: unknown) =>
    new CrivetError('CRIVET_REGISTRY', `${method} ${url}: ${what}`, { cause })
  try {
    const response = await fetch(url, { method })
    if (!response.ok) throw failed(`${response.status} ${await response.text()}`)
    return await response.json()
  } catch (error) {
    if (error instanceof CrivetError) throw error
    throw failed(error instanceof Error ? error.message : String(error), error)
  }
}
