import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { jsonReport } from '../../reports/json.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

test('is read by another parser, hostile or not', () => {
  const program =
    'import json,sys; r=json.load(sys.stdin); print(r["schemaVersion"], r["verdict"], len(r["scenarios"]))'
  const read = (report: RunReport) =>
    execFileSync('python3', ['-c', program], { input: jsonReport(report), encoding: 'utf8' }).trim()
  expect(read(sampleReport())).toBe('1 not-conformant 8')
  expect(read(hostileReport())).toBe('1 not-conformant 6')
})

test('says the same whatever the order of keys and scenarios', () => {
  const report = sampleReport()
  const turned = Object.fromEntries(Object.entries(report).reverse()) as unknown as RunReport
  expect(jsonReport(turned)).toBe(jsonReport(report))
  const shuffled = sampleReport({ scenarios: [...report.scenarios].reverse() })
  expect(jsonReport(shuffled)).toBe(jsonReport(report))
})

test('keeps 64-bit values and bytes', () => {
  const odd = { ...sampleReport(), big: 2n ** 63n, bytes: new Uint8Array([1, 2]) }
  expect(JSON.parse(jsonReport(odd))).toMatchObject({ big: '9223372036854775808', bytes: 'AQI=' })
})

test('begins with what is read first', () => {
  expect(jsonReport(sampleReport()).split('\n').slice(0, 7).join('\n')).toMatchInlineSnapshot(`
    "{
      "schemaVersion": 1,
      "verdict": "not-conformant",
      "reason": "1 core must broken",
      "apiLevel": {
        "minor": "1.24",
        "next": {"
  `)
})
