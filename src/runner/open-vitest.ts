import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Reporter, Vitest } from 'vitest/node'
import { packageRoot } from '../package-root.ts'

/** What a vitest of crivet's is opened with. */
export interface VitestSettings {
  readonly parallel: number
  readonly reporters: readonly Reporter[]
  /** The module to run in place of `entry`, of this folder. */
  readonly entry?: string
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Opens vitest on the package's own entry module, whatever the current directory holds; target and plan are
 * to be provided before it starts. */
export async function openVitest(settings: VitestSettings): Promise<Vitest> {
  const { parallel, reporters } = settings
  const entry = entryModule(settings.entry ?? 'entry')
  // Loaded late: it takes longer than anything else crivet loads.
  const { createVitest } = await import('vitest/node')
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]))
  const conditions = ['crivet-source', 'node', 'import', 'default']
  const source = entry.endsWith('.ts')
  const vitest = await createVitest(
    'test',
    {
      root: packageRoot(),
      config: false,
      watch: false,
      include: [entry],
      exclude: [],
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      sequence: { concurrent: true },
      maxConcurrency: parallel,
      cache: false,
      reporters: [...reporters],
      disableConsoleIntercept: true,
      passWithNoTests: true,
    },
    source ? { resolve: { conditions }, ssr: { resolve: { conditions } } } : {},
  )
  // vitest ends the process 1 ms after a signal; crivet cleans up first.
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal)) {
      if (!known.includes(listener)) process.off(signal, listener)
    }
  }
  return vitest
}

function entryModule(name: string): string {
  const compiled = fileURLToPath(new URL(`./${name}.js`, import.meta.url))
  return existsSync(compiled) ? compiled : fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
}

/** Runs what was planned, to its end or to the interruption, and closes vitest. */
export async function runVitest(vitest: Vitest, interrupt: AbortSignal): Promise<void> {
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input')
  interrupt.addEventListener('abort', cancel, { once: true })
  try {
    if (!interrupt.aborted) await vitest.start()
  } finally {
    interrupt.removeEventListener('abort', cancel)
    await closeVitest(vitest)
  }
}

// vitest asks its worker to end and waits, for good where the worker is stuck.
const CLOSE_MS = 20_000

/** Closes vitest; a worker that does not end is left behind. */
export async function closeVitest(vitest: Vitest): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      process.stderr.write('crivet: the worker of the scenarios does not end and is left behind\n')
      resolve()
    }, CLOSE_MS)
  })
  await Promise.race([vitest.close(), late])
  clearTimeout(timer)
}
