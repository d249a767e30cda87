import { existsSync, mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CallHook, faults, wrong } from '../fault.ts'
import { after, changesAnswer, changesRequest, refuses, swallowsErrors } from '../hooks.ts'
import { notes } from '../hooks-in-time.ts'

const LIMIT_BYTES = 16 * 1024 * 1024

/** Faults in the limits of ExecSync: time, output, and what a command may cost and leave behind. */
export const EXEC_SYNC_LIMIT_FAULTS = faults({
  'exec.sync.timeout/ignored': wrong(
    'ignores the timeout of a command',
    changesRequest('ExecSync', (it) => {
      it.timeout = 0n
    }),
  ),
  'exec.sync.timeout/zero-is-ten': wrong(
    'ends commands after ten seconds where no timeout was asked for',
    changesRequest('ExecSync', (it) => {
      if (it.timeout === 0n) it.timeout = 10n
    }),
  ),
  'exec.sync.timeout/success': wrong(
    'answers success for a command whose time was over',
    swallowsErrors('ExecSync', { exit_code: 0 }, ({ timeout }) => timeout > 0n),
  ),
  'exec.sync.timeout-kills/runs-on': wrong(
    'leaves a command whose time is over running',
    runsOnAfterTimeout(),
  ),
  'exec.sync.timeout-kills-children/run-on': wrong(
    'leaves a command whose time is over running, with its children',
    runsOnAfterTimeout(),
  ),
  'exec.sync.timeout-with-child/waits': wrong('answers ten seconds after a timeout', {
    method: 'ExecSync',
    around: async ({ request, touch }, ask) => {
      const endMs = performance.now() + Number(request.timeout) * 900
      try {
        return await ask()
      } finally {
        if (request.timeout > 0n && performance.now() > endMs) {
          touch()
          await new Promise((done) => setTimeout(done, 10_000))
        }
      }
    },
  }),
  'exec.sync.cap/beyond': wrong(
    'answers more of a command’s output than 16 MiB',
    changesAnswer('ExecSync', (it) => {
      it.stdout = beyondLimit(it.stdout)
    }),
  ),
  'exec.sync.cap/errors-beyond': wrong(
    'answers more of a command’s errors than 16 MiB',
    changesAnswer('ExecSync', (it) => {
      it.stderr = beyondLimit(it.stderr)
    }),
  ),
  'exec.sync.flood-survived/refuses-others': wrong(
    'answers nobody else while a command floods',
    notes('ExecSync', ({ cmd }) => `runs ${cmd[1]}`),
    refuses('Version', 'RESOURCE_EXHAUSTED', (_, { memory }) => memory.has('runs lines')),
  ),
  'exec.sync.no-leak/cgroup': wrong(
    'leaves a cgroup of each command',
    after('ExecSync', ({ request, memory, touch, atEnd }) => {
      const name = `${request.container_id}-exec-${memory.size}`
      memory.set(name, true)
      const folder = join(cgroupRoot(), name)
      mkdirSync(folder)
      touch()
      atEnd(() => rmdirSync(folder))
    }),
  ),
})

// One hierarchy of version 1, or the only one of version 2.
function cgroupRoot(): string {
  const pids = '/sys/fs/cgroup/pids'
  return existsSync(pids) ? pids : '/sys/fs/cgroup'
}

// What was cut may be a little shorter than the limit.
function beyondLimit(output: Uint8Array): Uint8Array {
  return output.length < LIMIT_BYTES / 2 ? output : Buffer.concat([output, output, output])
}

// Not by the client's own call: its end would end the command.
function runsOnAfterTimeout(): CallHook {
  return {
    method: 'ExecSync',
    around: async ({ request, runtime, touch }, ask) => {
      const seconds = Number(request.timeout)
      if (seconds === 0) return ask()
      touch()
      const late = new Promise((done) => setTimeout(done, seconds * 1000, LATE))
      const { container_id, cmd } = request
      const running = runtime.execSync({ container_id, cmd, timeout: 0 })
      running.catch(() => undefined)
      return Promise.race([running, late])
    },
  }
}

const LATE = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), exit_code: 137 }
