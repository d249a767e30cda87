import type { CriMethods } from '../cri/client.ts'
import { METHODS, type MethodName } from '../cri/gen/methods.ts'
import type { FieldRecorder } from './field-recorder.ts'

type AnyCall = (request: unknown, options?: unknown) => unknown

/** The client with answers that note which of their fields are read. */
export function watchedCri(cri: CriMethods, fields: FieldRecorder): CriMethods {
  const watched: Record<string, AnyCall> = {}
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const name = method.charAt(0).toLowerCase() + method.slice(1)
    const { response, serverStreaming } = METHODS[method]
    const call = (cri as unknown as Record<string, AnyCall>)[name] as AnyCall
    watched[name] = serverStreaming
      ? (request, options) =>
          each(call(request, options) as AsyncIterable<unknown>, response, fields)
      : async (request, options) => fields.response(response, await call(request, options))
  }
  return watched as unknown as CriMethods
}

async function* each(answers: AsyncIterable<unknown>, type: string, fields: FieldRecorder) {
  for await (const answer of answers) yield fields.response(type, answer)
}
