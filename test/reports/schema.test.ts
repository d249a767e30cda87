import { expect, test } from 'vitest'
import { jsonReport } from '../../reports/json.ts'
import { OUTCOMES, PROFILES, type RunReport } from '../../reports/run-report.ts'
import schema from '../../reports/verdict.schema.json' with { type: 'json' }
import { hostileReport, sampleReport } from './sample-report.ts'

type Schema = Readonly<Record<string, unknown>>

/** Where a value breaks the schema; a property the schema does not name counts too. */
function violations(value: unknown, at: Schema, path = '$'): readonly string[] {
  const unknown = Object.keys(at).filter((key) => !KNOWN.has(key))
  if (unknown.length > 0) return [`${path}: keywords not understood: ${unknown}`]
  if (at.$ref) return violations(value, resolve(at.$ref as string), path)
  if (at.oneOf) {
    const fitting = (at.oneOf as Schema[]).filter((it) => violations(value, it, path).length === 0)
    return fitting.length === 1 ? [] : [`${path}: fits ${fitting.length} of oneOf`]
  }
  if ('const' in at) return value === at.const ? [] : [`${path}: not ${at.const}`]
  if (at.enum) return (at.enum as unknown[]).includes(value) ? [] : [`${path}: not of enum`]
  if (!isOf(at.type as string, value)) return [`${path}: not ${at.type}`]
  if (typeof value === 'string') return ofString(value, at, path)
  if (typeof value === 'number')
    return value >= ((at.minimum as number) ?? value) ? [] : [`${path}: low`]
  if (Array.isArray(value)) {
    return value.flatMap((it, n) => violations(it, at.items as Schema, `${path}[${n}]`))
  }
  return value !== null && typeof value === 'object' ? ofObject(value, at, path) : []
}

function ofString(value: string, at: Schema, path: string): readonly string[] {
  if (at.pattern && !new RegExp(at.pattern as string, 'u').test(value)) return [`${path}: pattern`]
  if (at.format && Number.isNaN(Date.parse(value))) return [`${path}: not a ${at.format}`]
  return value.length >= ((at.minLength as number) ?? 0) ? [] : [`${path}: too short`]
}

function ofObject(value: object, at: Schema, path: string): readonly string[] {
  const properties = (at.properties ?? {}) as Record<string, Schema>
  const missing = ((at.required as string[]) ?? []).filter((key) => !(key in value))
  return [
    ...missing.map((key) => `${path}.${key}: missing`),
    ...Object.entries(value).flatMap(([key, it]) => {
      const named = at.propertyNames ? violations(key, at.propertyNames as Schema, path) : []
      const inner = properties[key] ?? (at.additionalProperties as Schema | undefined)
      if (!inner) return [`${path}.${key}: not in the schema`]
      return [...named, ...violations(it, inner, `${path}.${key}`)]
    }),
  ]
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function resolve(reference: string): Schema {
  return (schema.$defs as Record<string, Schema>)[reference.replace('#/$defs/', '')] as Schema
}

const KNOWN = new Set(
  '$schema $id title description $defs $ref type required properties additionalProperties propertyNames items enum const oneOf pattern format minLength minimum'.split(
    ' ',
  ),
)

const parsed = (report: RunReport) => JSON.parse(jsonReport(report))

test('reports keep to the schema, and it names all they hold', () => {
  const partial = { partial: true, filters: { rpc: ['Version'] }, shard: '1/3' }
  expect(violations(parsed(sampleReport()), schema)).toEqual([])
  expect(violations(parsed(sampleReport({ selection: partial })), schema)).toEqual([])
  expect(violations(parsed(hostileReport()), schema)).toEqual([])
})

test('the schema notices what does not belong', () => {
  const report = parsed(sampleReport())
  expect(violations({ ...report, schemaVersion: 2 }, schema)).toEqual(['$.schemaVersion: not 1'])
  report.scenarios[0].outcome = 'passed'
  report.scenarios[0].also = 'x'
  delete report.verdict
  expect(violations(report, schema)).toEqual([
    '$.verdict: missing',
    '$.scenarios[0].outcome: not of enum',
    '$.scenarios[0].also: not array',
  ])
})

test('the schema and the types name the same outcomes and profiles', () => {
  expect(schema.$defs.outcome.enum).toEqual([...OUTCOMES])
  expect(schema.$defs.profile.enum).toEqual([...PROFILES])
})
