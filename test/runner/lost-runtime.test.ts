import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readReport } from '../../reports/read-report.ts'
import { packageRoot } from '../../src/package-root.ts'
import { findRuns } from '../../src/runtimes/state-dir.ts'

test('a runtime that dies ends the run with what is known, and nothing is left', async () => {
  const output = mkdtempSync(join(tmpdir(), 'lost-'))
  const child = spawn(
    process.execPath,
    [
      join(packageRoot(), 'dist/src/cli/main.js'),
      ...['run', '--launch', 'containerd', '--output', output, '--parallel', '2'],
      ...['--scenario', 'container.s*', '--scenario', 'pod.*'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<number | null>((done) => child.once('close', done))
  const begun = new Promise<void>((done) => {
    child.stdout.on('data', (text: Buffer) => {
      if (/^\d+\/\d+ done/m.test(String(text))) done()
    })
  })
  await begun
  const run = findRuns().find(({ owner }) => owner.pid === child.pid)
  expect(run?.launched?.daemon).toBeDefined()
  process.kill(run?.launched?.daemon?.pid ?? -1, 'SIGKILL')

  expect(await ended).toBe(1)
  const { scenarios, verdict } = readReport(output)
  const blocked = scenarios.filter(({ outcome }) => outcome === 'blocked')
  expect(blocked.length).toBeGreaterThan(0)
  expect(blocked[0]?.probe).toMatchObject({ question: 'the runtime still listens' })
  expect(verdict).toBe('partial')
  expect(existsSync(run?.stateDir ?? '/')).toBe(false)
})
