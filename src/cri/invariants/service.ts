import type { RuntimeHandler, RuntimeStatus } from '../gen/messages.ts'
import { type Check, show, twice } from './check.ts'

/** What the runtime says of itself, and where it streams. */
export const SERVICE: readonly Check[] = [
  {
    id: 'version.fields-set',
    statement: 'All four strings of the version are set.',
    level: 'must',
    requirement: 'version.all-fields-set',
    find: ({ method, response }) =>
      method === 'Version'
        ? FIELDS.filter((it) => !response[it]).map((it) => `${it} is empty`)
        : [],
  },
  {
    id: 'version.constant',
    statement: 'Every answer of Version is the same, whatever version the request names.',
    level: 'must',
    requirement: 'version.accepts-any-request-version',
    find: ({ method, response }, { version }) =>
      method === 'Version' && version
        ? FIELDS.filter((it) => response[it] !== version[it]).map(
            (it) => `${it} was ${show(version[it])}, is ${show(response[it])}`,
          )
        : [],
  },
  {
    id: 'status.conditions',
    statement: 'The conditions hold RuntimeReady and NetworkReady, and none twice.',
    level: 'must',
    requirement: 'status.required-conditions',
    find: ({ method, response }) => {
      const status = response.status as RuntimeStatus | null
      if (method !== 'Status' || !status) return []
      const types = status.conditions.map(({ type }) => type)
      const absent = ['RuntimeReady', 'NetworkReady'].filter((it) => !types.includes(it))
      return [
        ...absent.map((it) => `no condition ${it}`),
        ...twice(types).map((it) => `${it} twice`),
      ]
    },
  },
  {
    id: 'status.handlers-unique',
    statement: 'No two runtime handlers have the same name.',
    level: 'must',
    requirement: 'status.handlers.unique-names',
    find: ({ method, response }) => {
      if (method !== 'Status') return []
      const handlers = response.runtime_handlers as readonly RuntimeHandler[]
      return twice(handlers.map(({ name }) => name)).map((it) => `handler ${show(it)} twice`)
    },
  },
  {
    id: 'stream.url',
    statement: 'Exec, Attach and PortForward answer an absolute http or https URL.',
    level: 'must',
    requirement: 'stream.url',
    find: ({ method, response }) => {
      if (!STREAMING.has(method)) return []
      const url = String(response.url ?? '')
      return /^https?:\/\//i.test(url) && URL.canParse(url) ? [] : [`the URL is ${show(url)}`]
    },
  },
]

const FIELDS = ['version', 'runtime_name', 'runtime_version', 'runtime_api_version']

const STREAMING = new Set(['Exec', 'Attach', 'PortForward'])
