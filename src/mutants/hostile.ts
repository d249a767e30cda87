import { METHODS, type MethodName } from '../cri/gen/methods.ts'
import { MESSAGES } from '../cri/gen/wire.ts'
import {
  type AnyCall,
  type CallHook,
  CutConnection,
  type Fault,
  RawAnswer,
  Refusal,
} from './fault.ts'

/** What a hostile runtime may do to an answer. */
export type Hostility = (typeof HOSTILITIES)[number]

/** All of them; `vanishes` takes the socket away for good. */
export const HOSTILITIES = [
  'random-bytes',
  'half-message',
  'huge-string',
  'markup',
  'hostile-error',
  'cut',
  'hang',
  'flood',
  'vanishes',
] as const

/** How hostile a runtime is. */
export interface HostilePlan {
  readonly kinds: readonly Hostility[]
  /** Of how many answers, from 0 to 1. */
  readonly share: number
  /** Answers that pass before the first hostile one: a run has to get going. */
  readonly after: number
  /** Numbers from 0 up to 1. */
  readonly random: () => number
}

/** A runtime that answers nonsense, floods, hangs up and goes away, as the plan's numbers fall. */
export function hostileFault(plan: HostilePlan): Fault {
  let count = 0
  const choose = (): Hostility | undefined => {
    if (count++ < plan.after || plan.random() >= plan.share) return undefined
    return plan.kinds[Math.floor(plan.random() * plan.kinds.length)]
  }
  return {
    id: 'grpc.unix-socket-plaintext/hostile',
    requirement: 'grpc.unix-socket-plaintext',
    about: 'answers what it should not, now and then',
    hooks: (Object.keys(METHODS) as MethodName[]).map((method) => hookFor(method, choose, plan)),
  }
}

function hookFor(
  method: MethodName,
  choose: () => Hostility | undefined,
  { random }: HostilePlan,
): CallHook {
  const { response } = METHODS[method]
  return {
    method,
    around: async (call, ask) => {
      const kind = choose()
      const answer = await ask()
      return kind ? treat(kind, answer, response, call, random) : answer
    },
    each: async (message, call) => {
      const kind = choose()
      if (kind === 'flood') return Array.from({ length: FLOOD }, () => message)
      return [kind ? await treat(kind, message, response, call, random) : message]
    },
  }
}

const FLOOD = 2000
// Within what a client takes, but for some bytes of other fields.
const HUGE = 16 * 1024 * 1024 - 4096

async function treat(
  kind: Hostility,
  answer: unknown,
  type: string,
  call: AnyCall,
  random: () => number,
): Promise<unknown> {
  switch (kind) {
    case 'random-bytes':
      throw new RawAnswer(randomBytes(1 + Math.floor(random() * 4096), random))
    case 'half-message':
      throw new RawAnswer(randomBytes(64, random), 100_000)
    case 'huge-string':
      return withFirstString(type, answer, 'x'.repeat(HUGE))
    case 'markup':
      return withStrings(type, answer, MARKUP)
    case 'hostile-error':
      throw new Refusal('INTERNAL', MARKUP)
    case 'cut':
      throw new CutConnection(false)
    case 'vanishes':
      throw new CutConnection(true)
    case 'hang':
      call.touch()
      return new Promise((_, left) => call.signal.addEventListener('abort', () => left(HUNG)))
    case 'flood':
      return answer
  }
}

const HUNG = new Refusal('CANCELLED', 'the client left')

/** What no report may take for its own: escapes, markup, ends of CDATA, bidirectional and null characters. */
export const MARKUP = [
  '\u001b[31m\u001b]0;owned\u0007\u001b[2J',
  '<script>alert(1)</script>]]>&lt;!--',
  '"\'`|| $(id) ::error::owned%0A\r\n',
  '\u0000\u0008\u202e\ufffe| a | b |\n# owned',
].join('')

function randomBytes(length: number, random: () => number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
}

function withStrings(type: string, message: unknown, text: string): unknown {
  if (typeof message !== 'object' || message === null) return message
  const changed: Record<string, unknown> = { ...message }
  for (const { name, type: inner, kind, label } of MESSAGES[type] ?? []) {
    const change = (value: unknown) => {
      if (kind === 'message') return withStrings(inner, value, text)
      return inner === 'string' ? `${value}${text}` : value
    }
    const value = changed[name]
    if (label === 'repeated') changed[name] = (value as unknown[]).map(change)
    else if (label === 'map') changed[name] = { ...(value as object), [text]: text }
    else changed[name] = change(value)
  }
  return changed
}

function withFirstString(type: string, message: unknown, text: string): unknown {
  const field = (MESSAGES[type] ?? []).find((it) => it.type === 'string' && it.label === 'singular')
  return field ? { ...(message as object), [field.name]: text } : message
}
