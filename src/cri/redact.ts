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

/** A text of the runtime's without the secrets of the request it answers, plain or as sent to a registry. */
export function withoutSecrets(text: string, type: string, request: unknown): string {
  return secretsIn(type, request).reduce((it, secret) => it.replaceAll(secret, '[redacted]'), text)
}

// Anything shorter is likelier to be part of a word than a secret.
const SHORTEST_SECRET = 4

function secretsIn(type: string, message: unknown): readonly string[] {
  if (typeof message !== 'object' || message === null) return []
  const fields = message as Readonly<Record<string, unknown>>
  const found = (MESSAGES[type] ?? []).flatMap(({ name, type: inner, kind, label, redacted }) => {
    const value = fields[name]
    if (redacted && typeof value === 'string') return [value, ...otherForms(fields, name, value)]
    return kind === 'message' && label === 'singular' ? secretsIn(inner, value) : []
  })
  // The longest first: one may hold another.
  const long = found.filter((secret) => secret.length >= SHORTEST_SECRET)
  return long.sort((a, b) => b.length - a.length)
}

function otherForms(fields: Readonly<Record<string, unknown>>, name: string, value: string) {
  if (name === 'password') {
    const pair = Buffer.from(`${fields.username ?? ''}:${value}`)
    return [pair.toString('base64'), encodeURIComponent(value)]
  }
  if (name !== 'auth') return []
  const pair = Buffer.from(value, 'base64').toString()
  return [pair, pair.slice(pair.indexOf(':') + 1)]
}
