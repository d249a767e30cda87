import { faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, changesRequest, pretends, swallowsErrors } from '../hooks.ts'
import { dawdles, hangsOnce } from '../hooks-in-time.ts'

/** Faults in running commands by ExecSync. */
export const EXEC_SYNC_FAULTS = faults({
  'exec.sync.output/last-byte-lost': wrong(
    'loses the last byte of a command’s output',
    changesAnswer('ExecSync', (it) => {
      it.stdout = it.stdout.subarray(0, -1)
    }),
  ),
  'exec.sync.output/merged': wrong(
    'answers errors among the output of a command',
    changesAnswer('ExecSync', (it) => {
      it.stdout = Buffer.concat([it.stdout, it.stderr])
      it.stderr = Buffer.alloc(0)
    }),
  ),
  'exec.sync.output/cut': wrong(
    'answers 64 KiB of a command’s output at most',
    changesAnswer('ExecSync', (it) => {
      it.stdout = it.stdout.subarray(0, 65_536)
    }),
  ),
  'exec.sync.output/as-text': wrong(
    'replaces what is not UTF-8 in output',
    changesAnswer('ExecSync', (it) => {
      it.stdout = Buffer.from(Buffer.from(it.stdout).toString())
    }),
  ),
  'exec.sync.exit-code/zero': wrong(
    'answers exit code 0 of every command',
    changesAnswer('ExecSync', (it) => {
      it.exit_code = 0
    }),
  ),
  'exec.sync.exit-code/as-error': wrong('fails where a command ends with another code than 0', {
    method: 'ExecSync',
    around: async (_, ask) => {
      const answer = (await ask()) as { readonly exit_code: number }
      if (answer.exit_code !== 0) throw new Refusal('UNKNOWN', `exit code ${answer.exit_code}`)
      return answer
    },
  }),
  'exec.sync.no-shell/shell': wrong(
    'splits the words of a command anew',
    changesRequest('ExecSync', (it) => {
      it.cmd = it.cmd.join(' ').split(' ')
    }),
  ),
  'exec.sync.not-found-command/swallowed': wrong(
    'answers success for a command that is not there',
    swallowsErrors('ExecSync', { exit_code: 0 }),
  ),
  'exec.sync.empty-command/swallowed': wrong(
    'answers success for an empty command',
    pretends('ExecSync', { exit_code: 0 }, ({ cmd }) => cmd.length === 0),
  ),
  'exec.sync.not-running/swallowed': wrong(
    'answers success for a command in a container that does not run',
    swallowsErrors('ExecSync', { exit_code: 0 }),
  ),
  'exec.sync.parallel/mixed': wrong(
    'answers the output of an earlier command',
    changesAnswer('ExecSync', (it, { memory }) => {
      const earlier = memory.get('stdout') as Uint8Array | undefined
      memory.set('stdout', it.stdout)
      if (earlier) it.stdout = earlier
    }),
  ),
  'exec.sync.main-unaffected/kills': wrong('ends a container with a command in it', {
    method: 'ExecSync',
    around: async ({ request, runtime, touch }, ask) => {
      const answer = await ask()
      await runtime.stopContainer({ container_id: request.container_id, timeout: 0 })
      touch()
      return answer
    },
  }),
  'exec.sync.output/hangs': wrong('does not answer the first command', hangsOnce('ExecSync')),
  'exec.sync.background-child/waits': wrong(
    'answers commands ten seconds late',
    dawdles('ExecSync', 10),
  ),
})
