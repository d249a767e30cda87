import { CriError } from '../cri/error.ts'

/**
 * A step that only prepares what a scenario looks at did not work.
 * Its RPC tells whether a failed keystone explains it, so that one fault is not blamed on many requirements.
 */
export class SetupFailure extends Error {
  readonly rpc: string

  constructor(rpc: string, cause: unknown) {
    super(`while preparing: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'SetupFailure'
    this.rpc = rpc
  }
}

/** Runs a step of preparation that rests on `rpc`. */
export async function preparing<T>(rpc: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof SetupFailure) throw error
    throw new SetupFailure(error instanceof CriError ? error.method : rpc, error)
  }
}
