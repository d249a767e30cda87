import { chmod, readFile, rm, statfs, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyCall, faults, wrong } from '../fault.ts'
import { after, changesAnswer, failsAfterwards, pretends } from '../hooks.ts'
import { rewritesLogs } from '../log-rewriter.ts'

/** Faults in the logs of containers. */
export const LOG_FAULTS = faults({
  'log.format/no-tag': wrong(
    'writes logs without tags',
    ...rewritesLogs((line) => [line.replace(/^(\S+ \S+) [FP] /, '$1 ')]),
  ),
  'log.format/own-time': wrong(
    'writes times of its own kind into logs',
    ...rewritesLogs((line) => [line.replace(/^\S+/, (time) => String(Date.parse(time)))]),
  ),
  'log.timestamp-precise/whole-seconds': wrong(
    'writes times in whole seconds into logs',
    ...rewritesLogs((line) => [line.replace(/\.[0-9]+/, '')]),
  ),
  'log.partial-tag/all-full': wrong(
    'tags the parts of a long line as whole lines',
    ...rewritesLogs((line) => [line.replace(/^(\S+ \S+) P /, '$1 F ')]),
  ),
  'log.partial-tag/part-lost': wrong(
    'loses the first part of a long line',
    ...rewritesLogs((line) => (/^\S+ \S+ P /.test(line) ? [] : [line])),
  ),
  'log.unterminated-tail/lost': wrong(
    'loses output without a line end',
    ...rewritesLogs((line) => (/^\S+ \S+ P /.test(line) ? [] : [line])),
  ),
  'log.bytes-preserved/text-only': wrong(
    'writes what is no text as question marks into logs',
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
    ...rewritesLogs((line) => [line.replaceAll(/[\x00-\x08\x80-\xff]/g, '?')]),
  ),
  'log.carriage-return-kept/dropped': wrong(
    'drops carriage returns before line ends',
    ...rewritesLogs((line) => [line.replace(/\r$/, '')]),
  ),
  'log.streams-split/all-stdout': wrong(
    'writes errors as output into logs',
    ...rewritesLogs((line) => [line.replace(/^(\S+) stderr /, '$1 stdout ')]),
  ),
  'log.tty-merged/as-stderr': wrong(
    'writes output as errors into logs',
    ...rewritesLogs((line) => [line.replace(/^(\S+) stdout /, '$1 stderr ')]),
  ),
  'log.no-loss-at-exit/every-tenth-lost': wrong(
    'loses every tenth line of logs',
    ...rewritesLogs((line, index) => (index % 10 === 9 ? [] : [line])),
  ),
  'log.no-loss-at-exit/doubled': wrong(
    'writes every tenth line of logs twice',
    ...rewritesLogs((line, index) => (index % 10 === 9 ? [line, line] : [line])),
  ),
  'log.no-loss-at-exit/first-lost': wrong(
    'loses the first line of every log',
    ...rewritesLogs((line, index) => (index === 0 ? [] : [line])),
  ),
  'log.no-loss-under-load/order': wrong(
    'writes lines of logs in another order',
    ...rewritesLogs(swappingPairs()),
  ),
  'log.unwritable-does-not-hang/stop-hangs': wrong(
    'does not answer a stop while a log cannot be written',
    {
      method: 'StopContainer',
      around: async ({ request, runtime, signal, touch }: AnyCall, ask) => {
        const { status } = await runtime.containerStatus({ container_id: request.container_id })
        const { bavail } = await statfs(dirname(status?.log_path ?? '/'))
        if (bavail > 0) return ask()
        touch()
        return new Promise((_, left) => signal.addEventListener('abort', () => left(signal.reason)))
      },
    },
  ),
  'log.private-mode/for-all': wrong(
    'lets everybody read logs',
    after('StartContainer', async ({ request, runtime, touch }) => {
      const { status } = await runtime.containerStatus({ container_id: request.container_id })
      await eventually(() => chmod(status?.log_path ?? '', 0o644))
      touch()
    }),
  ),
  'log.kept-after-exit/deleted': wrong(
    'deletes the log of a container that ended',
    changesAnswer('ContainerStatus', async ({ status }, { touch }) => {
      if (status?.state !== 'CONTAINER_EXITED' || !status.log_path) return
      await rm(status.log_path, { force: true })
      touch()
    }),
  ),
  'log.reopen.switches-file/nothing-done': wrong(
    'answers success for reopening a log and does nothing',
    pretends('ReopenContainerLog', {}),
  ),
  'log.reopen.switches-file/fails': wrong(
    'fails after reopening a log',
    failsAfterwards('ReopenContainerLog', 'UNKNOWN'),
  ),
  'log.reopen.no-loss/emptied': wrong(
    'empties the new file some time after it was opened',
    after('ReopenContainerLog', async ({ request, runtime, touch }) => {
      const { status } = await runtime.containerStatus({ container_id: request.container_id })
      const path = status?.log_path ?? ''
      await eventually(async () => {
        if ((await readFile(path)).length === 0) throw new Error('still empty')
      })
      await truncate(path)
      touch()
    }),
  ),
})

function swappingPairs() {
  let held: string | undefined
  return (line: string, index: number): readonly string[] => {
    // Only far into a log: elsewhere a held line would be one that is missing.
    if (index < 50) return [line]
    if (held === undefined) {
      held = line
      return []
    }
    const both = [line, held]
    held = undefined
    return both
  }
}

async function eventually(action: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      await action()
      return
    } catch {
      await sleep(50)
    }
  }
}
