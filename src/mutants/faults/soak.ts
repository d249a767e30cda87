import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { faults, Refusal, wrong } from '../fault.ts'
import { after, changesMessages, pretends } from '../hooks.ts'
import { notes } from '../hooks-in-time.ts'
import { rewritesLogs } from '../log-rewriter.ts'

const MIB = 1024 * 1024
const AT_ONCE = 4
const BURST_MS = 2

/** Faults that show only after much, or beside much else. */
export const SOAK_FAULTS = faults({
  'concurrency.mixed/too-many': wrong('fails to make a pod while others are being made', {
    method: 'RunPodSandbox',
    around: async ({ memory }, ask) => {
      const making = Number(memory.get('making') ?? 0)
      if (making >= AT_ONCE) throw new Refusal('UNAVAILABLE', 'busy, says the seeded fault')
      memory.set('making', making + 1)
      try {
        return await ask()
      } finally {
        memory.set('making', Number(memory.get('making')) - 1)
      }
    },
  }),
  'concurrency.mixed/mixed-up': wrong(
    'runs a command in the container of another command that was asked for meanwhile',
    {
      method: 'ExecSync',
      around: async ({ request, memory, touch }, ask) => {
        const other = memory.get('running')
        memory.set('running', request.container_id)
        try {
          if (typeof other === 'string' && other !== request.container_id) {
            request.container_id = other
            touch()
          }
          return await ask()
        } finally {
          memory.delete('running')
        }
      },
    },
  ),
  'concurrency.independent-pods/waits': wrong(
    'answers Status only when no container is being stopped',
    notes('StopContainer', () => 'stopping'),
    {
      method: 'Status',
      around: async ({ memory, signal, touch }, ask) => {
        while (memory.has('stopping') && !signal.aborted) {
          touch()
          await delay(20)
        }
        return ask()
      },
    },
  ),
  'events.burst/lost': wrong(
    'loses an event that comes right after another',
    changesMessages('GetContainerEvents', (it, { memory, touch }) => {
      const last = Number(memory.get('last') ?? 0)
      memory.set('last', performance.now())
      if (performance.now() - last > BURST_MS) return [it]
      touch()
      return []
    }),
  ),
  'image.remove.space-freed/kept': wrong(
    'keeps on disk what it removed',
    after('RemoveImage', async ({ runtime, memory, touch, atEnd }) => {
      const [filesystem] = (await runtime.imageFsInfo({})).image_filesystems
      const file = join(filesystem?.fs_id?.mountpoint ?? '', `crivet-fault-${memory.size}`)
      memory.set(file, true)
      writeFileSync(file, Buffer.alloc(64 * MIB, 1))
      touch()
      atEnd(() => rmSync(file))
    }),
  ),
  'log.no-loss-under-load/line-lost': wrong(
    'loses the twenty-thousandth line of a log',
    ...rewritesLogs((line, index) => (index === 20_000 ? [] : [line])),
  ),
  'restart.mid-operation/name-kept': wrong('gives no name again that it had before a restart', {
    method: 'RunPodSandbox',
    around: async ({ request, restarted, memory }, ask) => {
      const name = request.config?.metadata?.name ?? ''
      if (restarted && memory.has(name)) {
        throw new Refusal('ALREADY_EXISTS', 'the name is reserved, says the seeded fault')
      }
      memory.set(name, true)
      return ask()
    },
  }),
  'restart.mid-operation/stays-listed': wrong(
    'answers success for the removal of a pod after a restart, and keeps it',
    pretends('RemovePodSandbox', {}, (_, { restarted }) => restarted),
  ),
})
