import { type Check, ofEach, show } from './check.ts'
import type { Kind } from './sightings.ts'

/** Ids, and whether an answer is about what was asked. */
export const IDENTITY: readonly Check[] = [
  {
    id: 'id.well-formed',
    statement: 'Every id is a non-empty string without spaces and control characters.',
    level: 'must',
    find: ({ method, response, sightings, images }) => {
      const made = MAKERS[method]
      const ids = [...sightings.map(({ id }) => id), ...images.map(({ id }) => id)]
      if (made) ids.push(response[made] as string)
      return ids.filter((id) => !/^[!-~]+$/.test(id)).map((id) => `the id ${show(id)}`)
    },
  },
  {
    id: 'id.unique',
    statement: 'A new pod or container never gets the id of another one.',
    level: 'must',
    requirement: 'container.create.returns-id',
    find: ({ method, request, response }, known) => {
      const name = MAKERS[method]
      if (name === undefined || name === 'image_ref') return []
      const id = response[name] as string
      const kind = method === 'RunPodSandbox' ? 'pod' : 'container'
      const other = known.thing({ kind: kind === 'pod' ? 'container' : 'pod', id })
      if (id && other?.made) return [`${kind} ${id}: a ${other.kind} has the same id`]
      // A repeated request may be answered with the object of the first.
      const { metadata } = (request.config ?? {}) as { metadata?: { name?: string } }
      const first = known.thing({ kind, id })?.made?.metadata.name
      if (first === undefined || first === metadata?.name) return []
      return [`${kind} ${id}: made as ${show(first)}, then again as ${show(metadata?.name)}`]
    },
  },
  {
    id: 'status.present',
    statement: 'A successful status of a pod, a container or the runtime holds a status.',
    level: 'must',
    find: ({ method, response }) =>
      STATUSES.has(method) && !response.status ? ['the answer holds no status'] : [],
  },
  {
    id: 'status.asked-for',
    statement: 'Status and stats answer for the object that was asked for.',
    level: 'must',
    requirement: 'container.status.identity',
    find: ({ method, request, response }) => {
      const field = ASKED_BY[method]
      const asked = field ? request[field] : undefined
      if (typeof asked !== 'string' || asked === '') return []
      const answer = (response.status ?? response.stats) as {
        id?: string
        attributes?: { id: string } | null
      } | null
      const id = answer?.id ?? answer?.attributes?.id
      // A shortened id may be asked for.
      return id === undefined || id.startsWith(asked)
        ? []
        : [`asked for ${asked}, answered ${show(id)}`]
    },
  },
  {
    id: 'metadata.present',
    statement: 'Pods are told with name, uid and namespace, containers with a name.',
    level: 'must',
    requirement: 'pod.status.identity',
    find: ofEach(['pod', 'container'], ({ kind, metadata }, thing) => {
      if (!metadata) return 'no metadata'
      // Others may have asked for theirs without: a runtime may take that.
      const empty = METADATA_FIELDS[kind].filter((it) => !metadata[it] && thing?.made?.metadata[it])
      return empty.length > 0 && `metadata without ${empty.join(', ')}`
    }),
  },
  {
    id: 'verbose.info-only-when-asked',
    statement: 'Without verbose, info is empty.',
    level: 'should',
    requirement: 'verbose.off-info-empty',
    find: ({ request, response }) => {
      const keys = Object.keys((response.info ?? {}) as object)
      return request.verbose || keys.length === 0 ? [] : [`info holds ${show(keys)}`]
    },
  },
]

const METADATA_FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  pod: ['name', 'uid', 'namespace'],
  container: ['name'],
}

const STATUSES = new Set(['PodSandboxStatus', 'ContainerStatus', 'Status'])

const MAKERS: Readonly<Record<string, string>> = {
  RunPodSandbox: 'pod_sandbox_id',
  CreateContainer: 'container_id',
  PullImage: 'image_ref',
}

const ASKED_BY: Readonly<Record<string, string>> = {
  PodSandboxStatus: 'pod_sandbox_id',
  PodSandboxStats: 'pod_sandbox_id',
  ContainerStatus: 'container_id',
  ContainerStats: 'container_id',
}
