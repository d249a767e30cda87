import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import {
  asIs,
  attempt,
  begin,
  type Call,
  type Course,
  decoded,
  endedByUs,
  refusal,
  toCriError,
} from './call.ts'
import { CriError } from './error.ts'

/**
 * Makes a server-streaming call at once, so that nothing is missed before the first look at an answer.
 * What is not read yet waits in the runtime, but for a few messages; whoever leaves the loop ends the call.
 */
export function serverStream(call: Call): AsyncIterable<unknown> {
  const request = call.codec.encodeRequest(call.request)
  const course = begin(call)
  const opened = open(call, request, course)
  const answers = iterate(call, course, opened)
  let asked = false
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        asked = true
        return answers.next()
      },
      return: async () => {
        opened.leave()
        // A generator that was never asked has no `finally` to run.
        if (!asked) course.tell({ error: left(call, course) })
        asked = true
        return answers.return(undefined)
      },
    }),
  }
}

interface Opened {
  readonly stream: ClientReadableStream<Buffer> | undefined
  /** What ended the call, where something did. */
  readonly failure: () => CriError | undefined
  readonly leave: () => void
}

function open(call: Call, request: Buffer, course: Course): Opened {
  const { client, codec, signal } = call
  let failure = refusal(call, course)
  if (failure) return { stream: undefined, failure: () => failure, leave: () => undefined }
  let stream: ClientReadableStream<Buffer>
  try {
    const options = { deadline: Date.now() + call.deadlineMs }
    stream = attempt(call, course, () =>
      client.makeServerStreamRequest(codec.path, asIs, asIs, request, options),
    )
  } catch (error) {
    if (!(error instanceof CriError)) throw error
    return { stream: undefined, failure: () => error, leave: () => undefined }
  }
  const leave = () => stream.cancel()
  signal?.addEventListener('abort', leave, { once: true })
  // Heard here for good: an error may come before anyone reads, and once more after leaving.
  stream.on('error', (error: ServiceError) => {
    failure ??= toCriError(call, course, error)
  })
  stream.on('status', () => signal?.removeEventListener('abort', leave))
  // A few messages are taken in at once: what is still on its way is lost when the call fails.
  stream.read(0)
  return { stream, failure: () => failure, leave }
}

async function* iterate(call: Call, course: Course, { stream, failure, leave }: Opened) {
  let outcome = (): CriError | undefined => left(call, course)
  try {
    if (stream) {
      for await (const bytes of stream) {
        const response = decoded(call, bytes, course)
        course.tell({ response, responseBytes: bytes.length })
        yield response
      }
    }
    outcome = failure
  } catch (error) {
    const ended = error instanceof CriError ? error : failure()
    if (!ended) throw error
    outcome = () => ended
  } finally {
    leave()
    const error = outcome()
    course.tell(error ? { error } : {})
  }
  const ended = outcome()
  if (ended) throw ended
}

function left(call: Call, course: Course): CriError {
  return endedByUs(call, course, 'left before its end')
}
