import { METHODS } from '../cri/gen/methods.ts'
import { CrivetError } from '../errors.ts'
import type { Filters } from '../runner/select.ts'
import { LEVELS, PROFILES } from '../spec/requirement.ts'
import { listed, oneOf } from './flags.ts'

/** The flags that choose scenarios, for `parseFlags`. */
export const FILTER_FLAGS = {
  scenario: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  profile: { type: 'string', multiple: true },
  rpc: { type: 'string', multiple: true },
  level: { type: 'string' },
} as const

/** What was given for `FILTER_FLAGS`. */
export interface FilterValues {
  readonly scenario?: string[] | undefined
  readonly skip?: string[] | undefined
  readonly profile?: string[] | undefined
  readonly rpc?: string[] | undefined
  readonly level?: string | undefined
}

/** The filters that the flags ask for; an unknown profile, level or RPC is a usage error. */
export function filtersFrom(values: FilterValues): Filters {
  const rpcs = listed(values.rpc)
  const unknown = rpcs.find((rpc) => !(rpc in METHODS))
  if (unknown !== undefined) {
    throw new CrivetError('CRIVET_USAGE', `--rpc: the CRI has no RPC ${JSON.stringify(unknown)}`, {
      hint: 'names are the CRI’s own, such as RunPodSandbox',
    })
  }
  return {
    scenarios: listed(values.scenario),
    skip: listed(values.skip),
    profiles: listed(values.profile).map((name) => oneOf('profile', name, PROFILES)),
    rpcs,
    level: values.level === undefined ? undefined : oneOf('level', values.level, LEVELS),
  }
}
