#!/usr/bin/env node
import { CrivetError } from '../errors.ts'
import { fail } from './fail.ts'

type Load = () => Promise<{ command(argv: readonly string[]): Promise<number> }>

// Commands load only what they need: --help must not wait for vitest or gRPC.
const COMMANDS: Readonly<Record<string, Load>> = {
  run: () => import('./run.ts'),
  list: () => import('./list.ts'),
  explain: () => import('./explain.ts'),
  doctor: () => import('./doctor.ts'),
  observe: () => import('./observe.ts'),
  cleanup: () => import('./cleanup.ts'),
  compare: () => import('./compare.ts'),
  merge: () => import('./merge.ts'),
  bench: () => import('./bench.ts'),
  images: () => import('./images.ts'),
  mutants: () => import('./mutants.ts'),
  help: () => import('./help.ts'),
}

const LINGERS_MS = 10_000

// Whoever reads may leave, as `head` does: a run goes on, cleans up and writes its reports.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const argv = process.argv.slice(2)
try {
  process.exitCode = await dispatch(argv)
} catch (error) {
  process.exitCode = fail(error, commandOf(argv))
}

// All is said and written by now. A thread that is stuck keeps the process, and even its exit, for good.
setTimeout(() => {
  process.stderr.write(
    'crivet: a thread does not end, the process is killed; the reports are whole\n',
  )
  process.kill(process.pid, 'SIGKILL')
}, LINGERS_MS).unref()

async function dispatch(args: readonly string[]): Promise<number> {
  if (args.includes('--version') || args[0] === '-v') {
    return (await import('./version.ts')).command()
  }
  const name = commandOf(args)
  const command = COMMANDS[name]
  if (command === undefined) throw unknownCommand(name)
  if (args.includes('--help') || args.includes('-h')) {
    const [first = ''] = args
    return (await import('./help.ts')).command(first.startsWith('-') ? [] : [name])
  }
  return (await command()).command(args[0] === name ? args.slice(1) : args)
}

// What is no single word is an endpoint, or a flag of `run`.
function commandOf([first = '']: readonly string[]): string {
  return /^[a-z]+$/.test(first) ? first : 'run'
}

function unknownCommand(name: string): CrivetError {
  return new CrivetError('CRIVET_USAGE', `there is no command ${name}`, {
    hint: 'see: crivet --help (an endpoint is unix:///… or a path with a slash)',
  })
}
