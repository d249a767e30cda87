import type { CriCode } from '../cri/error.ts'
import type { MethodName, Methods } from '../cri/gen/methods.ts'
import { type AnyCall, type CallHook, Refusal } from './fault.ts'
import type { Condition } from './hooks.ts'

type Request<M extends MethodName> = Methods[M]['request']

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
