import type { ExecStreams } from '../../src/streaming/exec-link.ts'
import { openExec } from '../../src/streaming/open-exec.ts'
import type { StreamProtocol } from '../../src/streaming/remote-session.ts'
import { type Case, summary } from './case.ts'
import { type Crictl, runToEnd, type SessionResult } from './crictl.ts'
import { forwardCases } from './forward-cases.ts'
import type { Wanted, Workbench } from './workbench.ts'

const DEADLINE_MS = 120_000
const MIB = 1024 * 1024
const OUTPUTS = { stdout: true, stderr: true }
// Else the end of the input ends the session, with what the container has still to say.
const ONCE = { stdin: true, stdin_once: true }
const BYTES = Buffer.from(Array.from({ length: MIB }, (_, index) => (index * 31) % 251))
const SOME = BYTES.subarray(0, 100_000)

/** The sessions to compare: crivet's over one transport, crictl's over SPDY, as it speaks no WebSocket below v5. */
export async function openCases(
  bench: Workbench,
  crictl: Crictl,
  protocol: StreamProtocol,
): Promise<readonly Case[]> {
  const container = await bench.run(['pause'])

  const exec = (name: string, cmd: readonly string[], input?: Buffer): Case => ({
    name,
    crivet: async () => {
      const streams = { ...OUTPUTS, ...(input ? { stdin: true } : {}) }
      const { url } = await bench.cri.exec({ container_id: container, cmd: [...cmd], ...streams })
      return outcome(url, streams, input)
    },
    crictl: async () => {
      const flags = input ? ['--interactive'] : []
      return inWords(await crictl.run(['exec', ...flags, container, ...cmd], input))
    },
  })

  // Attaching ends with the container: each way gets one of its own, made alike.
  const attach = (name: string, verb: readonly string[], wanted: Wanted, input?: Buffer): Case => ({
    name,
    crivet: async () => {
      const container_id = await bench.run(verb, wanted)
      const streams = { ...OUTPUTS, stdin: true }
      const { url } = await bench.cri.attach({ container_id, ...streams })
      return outcome(url, streams, input)
    },
    crictl: async () => {
      const id = await bench.run(verb, wanted)
      return inWords(await crictl.run(['attach', '--stdin', id], input))
    },
  })

  // crictl asks for a terminal of its own, which script(1) gives it.
  const onTerminal = ['/workload', 'hold', 'print', '--stdout', 'one\ntwo\n']
  const terminal = (): Case => ({
    name: 'a terminal',
    ...(crictl.startInTerminal ? {} : { leftOut: 'left out, script(1) is not there' }),
    crivet: async () => {
      const streams = { stdin: true, stdout: true, tty: true }
      const { url } = await bench.cri.exec({
        container_id: container,
        cmd: onTerminal,
        ...streams,
      })
      const session = await openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams })
      const text = await session.stdout.until('two\r\n')
      await session.close()
      return summary(Buffer.from(text))
    },
    crictl: async () => {
      const args = ['exec', '--interactive', '--tty', container, ...onTerminal]
      const child = crictl.startInTerminal?.(args, 'two\r\n')
      const { stdout } = child ? await runToEnd(child) : { stdout: Buffer.alloc(0) }
      return summary(stdout.subarray(0, stdout.indexOf('two\r\n') + 5))
    },
  })

  const workload = (...verb: readonly string[]) => ['/workload', ...verb]
  return [
    ...[0, 1, 42, 137].map((code) => exec(`exit code ${code}`, workload('exit', String(code)))),
    exec(
      'both outputs',
      workload('print', '--stdout', 'out\n', '--stderr', 'err\n', '--exit', '3'),
    ),
    exec('64 MiB of output', workload('random', '64Mi')),
    exec('1 MiB of input, counted', workload('count-stdin', String(MIB)), BYTES),
    // Only SPDY can end the input.
    ...(protocol === 'spdy' ? [exec('1 MiB of input, echoed', workload('cat'), BYTES)] : []),
    exec('a program that is not there', ['/no/such/program']),
    terminal(),
    attach('attached, 100 kB of input, counted', ['count-stdin', '100000'], ONCE, SOME),
    ...(protocol === 'spdy' ? [attach('attached, 100 kB echoed', ['cat'], ONCE, SOME)] : []),
    ...(await forwardCases(bench, crictl, protocol)),
  ]

  async function outcome(url: string, streams: ExecStreams, input?: Buffer): Promise<string> {
    const session = await openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams })
    const writing = input ? session.stdin.write(input) : Promise.resolve()
    if (input && protocol === 'spdy') writing.then(() => session.stdin.end()).catch(() => undefined)
    const { stdout, stderr, status } = await session.finish({ maxBytes: 64 * MIB })
    await writing
    return inWords({ stdout: stdout.bytes, stderr: stderr.bytes, exitCode: status.exitCode })
  }
}

// What a runtime says of a program that is not there is not output of the program.
function inWords({ stdout, stderr, exitCode }: SessionResult): string {
  const errors = stderr.toString('latin1').replace(CRICTLS_OWN, '')
  const ended = exitCode === undefined ? 'no exit code' : `exit ${exitCode}`
  return `${ended}; ${summary(stdout)}; ${summary(Buffer.from(errors, 'latin1'))}`
}

const CRICTLS_OWN = /^(time=".*|FATA\[.*|E\d{4} .*)\n?/gm
