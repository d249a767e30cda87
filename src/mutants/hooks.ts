import type { CriCode } from '../cri/error.ts'
import type { MethodName, Methods } from '../cri/gen/methods.ts'
import type { Init } from '../cri/init.ts'
import { type AnyCall, type CallHook, type FaultCall, Refusal } from './fault.ts'

type Request<M extends MethodName> = Methods[M]['request']
type Answer<M extends MethodName> = Methods[M]['response']
/** Whether a hook steps into a call. */
export type Condition<M extends MethodName> = (request: Request<M>, call: FaultCall<M>) => boolean

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
