#!/usr/bin/env node
import { CrivetError } from '../errors.ts'
import { fail } from './fail.ts'

// Commands load only what they need: --help must not wait for vitest or gRPC.
const COMMANDS: Readonly<
  Record<string, () => Promise<{ command(argv: readonly string[]): Promise<number> }>>
> = {
  run: () => import('./run.ts'),
  list: () => import('./list.ts'),
  doctor: () => import('./doctor.ts'),
  cleanup: () => import('./cleanup.ts'),
  compare: () => import('./compare.ts'),
  images: () => import('./images.ts'),
  mutants: () => import('./mutants.ts'),
  help: () => import('./help.ts'),
}

const argv = process.argv.slice(2)
try {
  process.exitCode = await dispatch(argv)
} catch (error) {
  process.exitCode = fail(error)
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args
  if (args.includes('--version') || first === '-v') return (await import('./version.ts')).command()
  const known = first === undefined ? undefined : COMMANDS[first]
  if (args.includes('--help') || args.includes('-h')) {
    return (await import('./help.ts')).command(known && first ? [first] : [])
  }
  if (known) return (await known()).command(rest)
  if (first && /^[a-z]+$/.test(first)) {
    throw new CrivetError('CRIVET_USAGE', `there is no command ${first}`, {
      hint: 'see: crivet --help (an endpoint is unix:///… or a path with a slash)',
    })
  }
  return (await import('./run.ts')).command(args)
}
