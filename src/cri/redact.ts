import { MESSAGES } from './gen/wire.ts'

/** A copy of a message in which every secret field reads `[redacted]`. */
export function redact(type: string, message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message
  const copy: Record<string, unknown> = { ...message }
  for (const { name, type: inner, kind, label, redacted } of MESSAGES[type] ?? []) {
    const value = copy[name]
    if (value === undefined || value === null) continue
    if (redacted && value !== '') copy[name] = '[redacted]'
    else if (kind === 'message') {
      if (label === 'repeated') copy[name] = (value as unknown[]).map((it) => redact(inner, it))
      else if (label !== 'map') copy[name] = redact(inner, value)
    }
  }
  return copy
}
