import { CrivetError, ERROR_EXIT_CODES } from '../errors.ts'

/** Tells what went wrong, an expected error in one line and a hint, and answers the exit code. */
export function fail(error: unknown, command = ''): number {
  if (error instanceof CrivetError) {
    process.stderr.write(`crivet: ${printable(error.message)}\n`)
    const hint = error.hint ?? usageHint(error, command)
    if (hint) process.stderr.write(`  → ${printable(hint)}\n`)
    return ERROR_EXIT_CODES[error.code]
  }
  process.stderr.write(`crivet: this is a fault in crivet; please report it with these lines\n`)
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return 4
}

function usageHint({ code }: CrivetError, command: string): string | undefined {
  return code === 'CRIVET_USAGE' ? `see: crivet ${command} --help`.replace('  ', ' ') : undefined
}

// Messages may hold what a runtime said; one line of it, without control characters.
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 1000)
}
