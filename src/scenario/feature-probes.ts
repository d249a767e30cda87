import type { Finding } from '../../reports/surroundings.ts'
import { CriError } from '../cri/error.ts'
import type { StatusResponse } from '../cri/gen/messages.ts'
import type { Scope } from './scope.ts'

/** Looks once whether target or host have something. */
export type FeatureProbe = (scope: Scope) => Promise<Finding> | Finding

/** Whether this host has something; where not, the host is what lacks it. */
export function ofHost(present: boolean, question: string): Finding {
  return { present, ofHost: true, question, answer: present ? 'yes' : 'no' }
}

/** Whether the kernel of the runtime's host offers what is set by these files. */
export async function cgroupFile(scope: Scope, question: string, name: RegExp): Promise<Finding> {
  const container = await (await scope.harness.sharedPod.for(scope)).run('pause')
  const { files } = (await container.inspect()).cgroup
  const found = Object.keys(files).filter((each) => name.test(each))
  const answer = found.join(', ') || 'none'
  return { present: found.length > 0, ofHost: true, question, answer }
}

/** What Status declares; an empty text is nothing. */
export async function declared(
  { cri }: Scope,
  question: string,
  read: (status: StatusResponse) => string,
): Promise<Finding> {
  const answer = read(await cri.status({}))
  return { present: answer !== '', question, answer: answer || 'not set' }
}

/** A feature that Status declares of the handler in use. */
export function handlerFeature(
  scope: Scope,
  name: 'recursive_read_only_mounts' | 'user_namespaces',
): Promise<Finding> {
  const { handler } = scope.target
  const question = `Status.runtime_handlers[${JSON.stringify(handler)}].features.${name}`
  return declared(scope, question, ({ runtime_handlers }) =>
    runtime_handlers.find((it) => it.name === handler)?.features?.[name] ? 'true' : '',
  )
}

/** An RPC is offered unless it answers UNIMPLEMENTED; any other error is an answer. */
export function offered(rpc: string, call: (scope: Scope) => Promise<unknown>): FeatureProbe {
  return async (scope) => {
    const question = `${rpc} is not UNIMPLEMENTED`
    try {
      await call(scope)
      return { present: true, question, answer: 'it answers' }
    } catch (error) {
      if (!(error instanceof CriError) || error.source === 'client') throw error
      return { present: error.code !== 'UNIMPLEMENTED', question, answer: error.message }
    }
  }
}

const STAYS_OPEN_MS = 500

/** Opens a subscription to events; throws unless it stays open. */
export async function opensAndStays({ cri, signal }: Scope): Promise<void> {
  const enough = AbortSignal.timeout(STAYS_OPEN_MS)
  try {
    const events = cri.getContainerEvents({}, { signal: AbortSignal.any([signal, enough]) })
    for await (const _ of events) return
  } catch (error) {
    if (enough.aborted) return
    throw error
  }
}
