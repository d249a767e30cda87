import type { TestProject } from 'vitest/node'
import { PLAIN_TARGET, prepareTarget } from './prepare.ts'

/**
 * For authors of scenarios who run a suite file with vitest itself: the target is the runtime at
 * $CRIVET_ENDPOINT, or else a private containerd.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endpoint = process.env.CRIVET_ENDPOINT || undefined
  const launch = endpoint === undefined ? (process.env.CRIVET_LAUNCH ?? 'containerd') : undefined
  const prepared = await prepareTarget(
    {
      ...PLAIN_TARGET,
      endpoint,
      launch: launch === undefined ? undefined : launch === 'crio' ? 'crio' : 'containerd',
      launchBinary: process.env.CRIVET_LAUNCH_BINARY,
      handler: process.env.CRIVET_RUNTIME_HANDLER,
      soak: process.env.CRIVET_SOAK !== undefined,
    },
    (text) => process.stderr.write(`${text}\n`),
    new AbortController().signal,
  )
  project.provide('target', prepared.target)
  project.provide('plan', { modules: [], only: undefined, round: '' })
  return async () => {
    const left = await prepared.dispose()
    if (left.length > 0) throw new Error(`could not be removed: ${left.join(', ')}`)
  }
}
