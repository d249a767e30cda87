import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseLog, readLog, readWholeLines, wholeLines } from '../../src/scenario/log-file.ts'

const AT = '2026-01-01T00:00:00.000000001Z'
const LOG = [
  `${AT} stdout F one`,
  `${AT} stdout P tw`,
  `${AT} stderr F of the other stream`,
  `${AT} stdout F o`,
  `${AT} stdout F zwölf`,
  `${AT} stdout P begun`,
].map((line) => `${line}\n`)

test('the parts of a line are put together, those of the other stream left out', () => {
  const lines = parseLog(Buffer.from(LOG.join('')).toString('latin1'))
  expect(wholeLines(lines)).toEqual(['one', 'two', 'zwölf'])
})

test('a log read line by line has the same whole lines', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crivet-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, '0.log')
  writeFileSync(path, LOG.join(''))
  const read: string[] = []
  for await (const line of readWholeLines(path)) read.push(line)
  expect(read).toEqual(['one', 'two', 'zwölf'])
})

test('a log that is not there is a fault of the runtime, however it is read', async () => {
  const message = "the container's log cannot be read: /nowhere/0.log"
  await expect(readLog('/nowhere/0.log')).rejects.toThrow(message)
  await expect(readWholeLines('/nowhere/0.log').next()).rejects.toThrow(message)
})

test('a line that is not of the format is named', () => {
  expect(() => parseLog('no log\n')).toThrow('log line 1 is not of the CRI format: "no log"')
})
