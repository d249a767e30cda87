import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readReport } from '../../reports/read-report.ts'
import { serveControl } from '../../src/runtimes/control-server.ts'
import type { ControlAction } from '../../src/runtimes/runtime-control.ts'
import { crivet, refusal, tempFolder } from './crivet.ts'
import { type ForeignRuntime, foreignRuntime } from './foreign.ts'

test('a restart command: restarts are tried, what needs more is left out, and nothing is left', {
  timeout: 120_000,
}, async () => {
  const foreign = await foreignRuntime()
  const command = await commandFor(foreign, 'restart')
  const before = foreign.runtime.pid
  const ended = await run(foreign, command, 'restart.objects.*', 'restart.serving.*')
  expect(foreign.runtime.pid).not.toBe(before)
  expect(ended).toMatchObject({ code: 0, leaks: [] })
  expect(ended.outcomes).toEqual({
    'restart.objects.survive': 'pass',
    'restart.objects.survive-kill': 'skipped needs private',
    'restart.serving.lists-complete': 'pass',
  })
  expect(await foreign.others()).toEqual([])
})

test('a command that restarts nothing is an error of crivet’s, no pass', {
  timeout: 120_000,
}, async () => {
  const foreign = await foreignRuntime()
  const ended = await run(foreign, 'echo nothing', 'restart.serving.*')
  expect(ended).toMatchObject({ code: 4, leaks: [] })
  expect(ended.outcomes['restart.serving.lists-complete']).toMatch(
    /^error the restart command "echo nothing" ended with code 0, and a connection from before it is still open/,
  )
  expect(await foreign.others()).toEqual([])
})

test('a daemon that does not come back fails the scenario and ends the run', {
  timeout: 240_000,
}, async () => {
  const foreign = await foreignRuntime()
  const command = await commandFor(foreign, 'terminate')
  const ended = await run(foreign, command, 'restart.serving.*', 'restart.workload.runs-on')
  expect(ended.code).toBe(1)
  const outcomes = Object.values(ended.outcomes).sort()
  expect(outcomes[0]).toMatch(/^blocked the runtime is gone/)
  expect(outcomes[1]).toMatch(/^fail restart: the restart command .* the runtime is not ready/)
})

test('where nothing is left to run, that is told and no pass', async () => {
  const { runtime } = await foreignRuntime()
  const { code, stderr } = await crivet([runtime.endpoint, '--scenario', 'restart.serving.*'])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /no scenario is left to run: \d+ need what this run is not given: restart$/m,
  )
})

test('a restart command that says nothing, or is for what crivet launches', async () => {
  const args = ['run', '--launch', 'containerd', '--restart-command', 'true']
  expect(await crivet(args)).toMatchObject({
    code: 2,
    stderr: refusal(
      '--launch starts a daemon that crivet restarts by itself; leave --restart-command out',
      'see: crivet run --help',
    ),
  })
  expect(await crivet(['run', '/run/x.sock', '--restart-command', ' '])).toMatchObject({
    code: 2,
    stderr: refusal(
      '--restart-command is empty',
      "such as --restart-command 'systemctl restart containerd'",
    ),
  })
})

async function run(foreign: ForeignRuntime, command: string, ...scenarios: readonly string[]) {
  const output = tempFolder()
  const { code } = await crivet([
    foreign.runtime.endpoint,
    ...['--restart-command', command, '--output', output],
    ...scenarios.flatMap((id) => ['--scenario', id]),
  ])
  const report = readReport(output)
  const outcomes: Record<string, string> = Object.fromEntries(
    report.scenarios.map(({ id, outcome, message }) => [id, `${outcome} ${message}`.trim()]),
  )
  return { code, outcomes, leaks: report.leaks }
}

/** A shell command that has the test's own runtime do this. */
async function commandFor(foreign: ForeignRuntime, action: ControlAction): Promise<string> {
  const socket = join(foreign.stateDir, 'test.sock')
  const server = await serveControl(socket, foreign.runtime)
  onTestFinished(() => server.close())
  const ask = `require('http').request({ socketPath: '${socket}', method: 'POST', path: '/${action}' },
    (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).end()`
  return `${process.execPath} -e "${ask.replaceAll('\n', ' ')}"`
}
