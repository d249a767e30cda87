import { type ParseArgsConfig, parseArgs } from 'node:util'
import { CrivetError } from '../errors.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Strict<T extends Options> = {
  args: string[]
  options: T
  allowPositionals: true
  strict: true
  allowNegative: true
}

/**
 * Parses a command's arguments; what it does not know is a usage error that names the flag. `--no-FLAG` takes back
 * one that is true or false, as a file may have set it.
 */
export function parseFlags<T extends Options>(
  command: string,
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<Strict<T>>> {
  try {
    return parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
      allowNegative: true,
    })
  } catch (cause) {
    const message =
      cause instanceof Error ? (cause.message.split(/[.?!]\s/)[0] ?? '') : String(cause)
    throw new CrivetError('CRIVET_USAGE', message, {
      hint: `see: crivet ${command} --help`,
      cause,
    })
  }
}

/** A whole number from `least` on, as a flag's value gives it. */
export function wholeNumber(flag: string, value: string, least: number): number {
  const number = Number(value)
  if (/^[0-9]+$/.test(value) && number >= least) return number
  throw new CrivetError(
    'CRIVET_USAGE',
    `--${flag} takes a whole number from ${least} on, not ${JSON.stringify(value)}`,
  )
}

/** A positive number, as a flag's value gives it. */
export function positiveNumber(flag: string, value: string): number {
  const number = Number(value)
  if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number
  throw new CrivetError(
    'CRIVET_USAGE',
    `--${flag} takes a number above 0, not ${JSON.stringify(value)}`,
  )
}

/** One of the words a flag takes. */
export function oneOf<T extends string>(flag: string, value: string, words: readonly T[]): T {
  const word = words.find((it) => it === value)
  if (word !== undefined) return word
  throw new CrivetError(
    'CRIVET_USAGE',
    `--${flag} takes ${words.join(', ')}, not ${JSON.stringify(value)}`,
  )
}

/** Refuses what a command does not take beside its flags. */
export function nothingMore(command: string, positionals: readonly string[]): void {
  const [extra] = positionals
  if (extra === undefined) return
  throw new CrivetError('CRIVET_USAGE', `${command} takes no ${JSON.stringify(extra)}`, {
    hint: `see: crivet ${command} --help`,
  })
}

/** The reports a command was given; fewer than two are a usage error. */
export function severalReports(
  command: string,
  positionals: readonly string[],
  example: string,
): readonly string[] {
  if (positionals.length >= 2) return positionals
  throw new CrivetError('CRIVET_USAGE', `${command} takes two reports or more`, {
    hint: `crivet ${command} ${example}`,
  })
}

/** The values of a repeatable flag that may also hold several, separated by commas. */
export function listed(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => value.split(',')).filter(Boolean)
}

/** The one endpoint of a command, where it was given. */
export function oneEndpoint(command: string, positionals: readonly string[]): string | undefined {
  const [endpoint, extra] = positionals
  if (extra === undefined) return endpoint
  throw new CrivetError(
    'CRIVET_USAGE',
    `one endpoint at a time; ${JSON.stringify(extra)} is too many`,
    {
      hint: `see: crivet ${command} --help`,
    },
  )
}
