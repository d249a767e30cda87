import type { RunReport } from './run-report.ts'

/** The report as `verdict.json`: keys sorted, so that two runs differ only where they differ. */
export function jsonReport(report: RunReport): string {
  return `${JSON.stringify(ordered(report), null, 2)}\n`
}

// What is read first stands first; all else is found by name.
const LEADING = ['schemaVersion', 'verdict', 'reason', 'apiLevel', 'id', 'name', 'outcome']

function ordered(value: unknown): unknown {
  // 64-bit values of the wire do not fit a JSON number everywhere.
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'string') return value.replace(/\p{Cs}/gu, '\ufffd')
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, it]) => [key, ordered(it)]))
}

function rank(key: string): number {
  const index = LEADING.indexOf(key)
  return index === -1 ? LEADING.length : index
}
