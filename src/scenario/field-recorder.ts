import { MESSAGES } from '../cri/gen/wire.ts'

/** Which fields a scenario set in requests and looked at in answers, as `Message.field`. */
export class FieldRecorder {
  readonly #set = new Set<string>()
  readonly #read = new Set<string>()

  get set(): readonly string[] {
    return [...this.#set].sort()
  }

  get read(): readonly string[] {
    return [...this.#read].sort()
  }

  /** Notes every field that is set in a request. */
  request(type: string, message: unknown): void {
    if (typeof message !== 'object' || message === null) return
    for (const field of MESSAGES[type] ?? []) {
      const value = (message as Record<string, unknown>)[field.name]
      if (value === undefined || value === null) continue
      this.#set.add(`${type}.${field.name}`)
      if (field.kind !== 'message') continue
      for (const inner of members(value, field.label)) this.request(field.type, inner)
    }
  }

  /** The answer in a form that notes each field when it is read. */
  response<T>(type: string, message: T): T {
    return this.#watched(type, message) as T
  }

  #watched(type: string, message: unknown): unknown {
    if (typeof message !== 'object' || message === null) return message
    const fields = new Map((MESSAGES[type] ?? []).map((field) => [field.name, field]))
    return new Proxy(message, {
      get: (target, name, receiver) => {
        const value: unknown = Reflect.get(target, name, receiver)
        const field = typeof name === 'string' ? fields.get(name) : undefined
        if (!field) return value
        this.#read.add(`${type}.${field.name}`)
        if (field.kind !== 'message') return value
        if (field.label === 'repeated') {
          return (value as unknown[]).map((item) => this.#watched(field.type, item))
        }
        if (field.label === 'map') {
          const entries = Object.entries(value as object)
          return Object.fromEntries(entries.map(([k, v]) => [k, this.#watched(field.type, v)]))
        }
        return this.#watched(field.type, value)
      },
    })
  }
}

function members(value: unknown, label: string): readonly unknown[] {
  if (label === 'repeated') return value as readonly unknown[]
  return label === 'map' ? Object.values(value as object) : [value]
}
