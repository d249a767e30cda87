import { FILTER_FLAGS } from './filter-flags.ts'
import { REPORT_FLAGS } from './report-flags.ts'
import { TARGET_FLAGS } from './target-flags.ts'

/** The flags of a run, for `parseFlags`; what `crivet.yaml` may hold. */
export const RUN_FLAGS = {
  ...FILTER_FLAGS,
  ...TARGET_FLAGS,
  ...REPORT_FLAGS,
  'runtime-handler': { type: 'string', multiple: true },
  registry: { type: 'string' },
  shard: { type: 'string' },
  parallel: { type: 'string' },
  bail: { type: 'string' },
  repeat: { type: 'string' },
  seed: { type: 'string' },
  'known-failures': { type: 'string' },
  'update-known-failures': { type: 'boolean' },
  'restart-command': { type: 'string' },
} as const
