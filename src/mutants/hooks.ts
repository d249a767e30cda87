import type { CriCode } from '../cri/error.ts'
import type { MethodName, Methods } from '../cri/gen/methods.ts'
import type { Init } from '../cri/init.ts'
import { type AnyCall, type CallHook, type FaultCall, Refusal } from './fault.ts'

type Request<M extends MethodName> = Methods[M]['request']
type Answer<M extends MethodName> = Methods[M]['response']
type Condition<M extends MethodName> = (request: Request<M>, call: FaultCall<M>) => boolean

/** The runtime gets another request than was sent. */
export function changesRequest<M extends MethodName>(
  method: M,
  change: (request: Request<M>, call: FaultCall<M>) => void | Promise<void>,
): CallHook {
  return { method, request: (call: FaultCall<M>) => change(call.request, call) }
}

/** The client gets another answer than the runtime gave; messages of a stream are changed one by one. */
export function changesAnswer<M extends MethodName>(
  method: M,
  change: (answer: Answer<M>, call: FaultCall<M>) => void | Promise<void>,
): CallHook {
  const changed = async (message: unknown, call: AnyCall) => {
    await change(message as Answer<M>, call)
    return message
  }
  return {
    method,
    around: async (call, ask) => changed(await ask(), call),
    each: async (message, call) => [await changed(message, call)],
  }
}

/** Of each message of a stream the client gets these: none where it is lost, two where it is doubled. */
export function changesMessages<M extends MethodName>(
  method: M,
  change: (
    message: Answer<M>,
    call: FaultCall<M>,
  ) => readonly Answer<M>[] | Promise<readonly Answer<M>[]>,
): CallHook {
  return { method, each: async (message, call) => change(message as Answer<M>, call) }
}

/** Fails without doing anything, always or where the condition holds. */
export function refuses<M extends MethodName>(
  method: M,
  code: CriCode,
  when: Condition<M> = () => true,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      if (when(call.request, call)) throw new Refusal(code, 'refused by the seeded fault')
      return ask()
    },
  }
}

/** Fails although all was done. */
export function failsAfterwards<M extends MethodName>(method: M, code: CriCode): CallHook {
  return {
    method,
    around: async (_call, ask) => {
      await ask()
      throw new Refusal(code, 'the seeded fault fails afterwards')
    },
  }
}

/** Answers success and does nothing, always or where the condition holds. */
export function pretends<M extends MethodName>(
  method: M,
  answer: Init<Answer<M>>,
  when: Condition<M> = () => true,
): CallHook {
  return {
    method,
    around: async (call, ask) => (when(call.request, call) ? answer : ask()),
  }
}

/** Answers success where the runtime failed. */
export function swallowsErrors<M extends MethodName>(
  method: M,
  answer: Init<Answer<M>>,
  when: Condition<M> = () => true,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      try {
        return await ask()
      } catch (error) {
        if (error instanceof Refusal && when(call.request, call)) return answer
        throw error
      }
    },
  }
}

/** Fails where the runtime failed, with another code; of the errors with code `of` where given. */
export function answersCode<M extends MethodName>(
  method: M,
  code: CriCode,
  { of }: { readonly of?: CriCode } = {},
): CallHook {
  return {
    method,
    around: async (_call, ask) => {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof Refusal) || (of !== undefined && error.code !== of)) throw error
        throw new Refusal(code, error.message)
      }
    },
  }
}

/** An idempotent call that fails when it is repeated for the same object, told by `key`. */
export function failsTheSecondTime<M extends MethodName>(
  method: M,
  code: CriCode,
  key: (request: Request<M>) => string,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      const name = `${method} ${key(call.request)}`
      if (call.memory.has(name)) throw new Refusal(code, 'done before, says the seeded fault')
      const answer = await ask()
      call.memory.set(name, true)
      return answer
    },
  }
}

/** The first answer for the same object is given again and again, told by `key`. */
export function answersStale<M extends MethodName>(
  method: M,
  key: (request: Request<M>) => string,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      const name = `${method} ${key(call.request)}`
      if (!call.memory.has(name)) call.memory.set(name, await ask())
      return call.memory.get(name)
    },
  }
}

/** Does nothing and never answers, the first time; what comes after it, such as a cleanup, passes. */
export function hangsOnce<M extends MethodName>(
  method: M,
  when: Condition<M> = () => true,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      if (call.memory.has(`hung ${method}`) || !when(call.request, call)) return ask()
      call.memory.set(`hung ${method}`, true)
      call.touch()
      return new Promise((_, left) =>
        call.signal.addEventListener('abort', () => left(call.signal.reason)),
      )
    },
  }
}

/** Answers later than the runtime did; the messages of a stream too. */
export function dawdles<M extends MethodName>(method: M, lateBySeconds: number): CallHook {
  const wait = (call: AnyCall) => {
    call.touch()
    return new Promise((done) => setTimeout(done, lateBySeconds * 1000))
  }
  return {
    method,
    around: async (call, ask) => {
      const answer = await ask()
      await wait(call)
      return answer
    },
    each: async (message, call) => {
      await wait(call)
      return [message]
    },
  }
}

/** Does something more, before the runtime is asked. */
export function before<M extends MethodName>(
  method: M,
  action: (call: FaultCall<M>) => void | Promise<void>,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      await action(call as FaultCall<M>)
      return ask()
    },
  }
}

/** Does something more, after the runtime answered with success. */
export function after<M extends MethodName>(
  method: M,
  action: (call: FaultCall<M>, answer: Answer<M>) => void | Promise<void>,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      const answer = await ask()
      await action(call as FaultCall<M>, answer as Answer<M>)
      return answer
    },
  }
}

/** Fails while another such call for the same object is under way, told by `key`. */
export function refusesMeanwhile<M extends MethodName>(
  method: M,
  code: CriCode,
  key: (request: Request<M>) => string,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      const name = `${method} ${key(call.request)} is under way`
      if (call.memory.has(name)) throw new Refusal(code, 'busy, says the seeded fault')
      call.memory.set(name, true)
      try {
        return await ask()
      } finally {
        call.memory.delete(name)
      }
    },
  }
}

/** Remembers under `name` that such a call is under way, for conditions of other hooks. */
export function notes<M extends MethodName>(
  method: M,
  name: (request: Request<M>) => string,
): CallHook {
  return {
    method,
    around: async (call, ask) => {
      call.memory.set(name(call.request), true)
      try {
        return await ask()
      } finally {
        call.memory.delete(name(call.request))
      }
    },
  }
}
