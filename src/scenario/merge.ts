type Plain = Readonly<Record<string, unknown>>

/** `base` with `overrides` laid over it: messages and maps merge, lists and scalars replace, undefined keeps. */
export function merge<T extends object>(base: T, overrides: object | undefined): T {
  if (!overrides) return base
  const merged = { ...base } as Record<string, unknown>
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue
    const old = merged[key]
    merged[key] = isPlain(old) && isPlain(value) ? merge(old, value) : value
  }
  return merged as T
}

function isPlain(value: unknown): value is Plain {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  )
}
