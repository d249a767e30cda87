import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { diffCensus, mentions, takeCensus } from '../../src/runtimes/host-census.ts'
import { removeLeftovers } from '../../src/runtimes/leftovers.ts'
import { type FoundRun, findRuns } from '../../src/runtimes/state-dir.ts'
import { newRunId } from './launching.ts'

const CHILD = fileURLToPath(new URL('./launch-and-wait.ts', import.meta.url))

test('after kill -9 of crivet the runtime is found by its record and removed', {
  timeout: 30_000,
}, async () => {
  const before = await takeCensus()
  const runId = newRunId()
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, runId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    for (const run of runsOf(runId)) await removeLeftovers({ ...run, alive: false })
  })
  const [line] = await firstLine(child.stdout)
  expect(line).toBe('ready')
  const [running] = runsOf(runId)
  expect(running?.alive).toBe(true)
  expect(await removeLeftovers(running as FoundRun)).toEqual([
    `run ${runId} is still going on (process ${child.pid})`,
  ])

  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const [left] = runsOf(runId)
  expect(left).toMatchObject({ alive: false, launched: { kind: 'containerd' } })
  expect(diffCensus(before, await takeCensus()).added).toContainEqual(
    expect.objectContaining({ kind: 'process', detail: expect.stringContaining(runId) }),
  )

  expect(await removeLeftovers(left as FoundRun)).toEqual([])
  expect(existsSync(left?.stateDir ?? '')).toBe(false)
  const after = diffCensus(before, await takeCensus()).added
  expect(after.filter((it) => mentions(it, [runId]))).toEqual([])
})

function runsOf(runId: string): readonly FoundRun[] {
  return findRuns().filter((run) => run.runId === runId)
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<readonly string[]> {
  for await (const line of createInterface(stream)) return [line]
  return []
}
