import { packageVersion } from '../package-root.ts'

/** Prints the version of the package. */
export async function command(): Promise<number> {
  process.stdout.write(`${packageVersion()}\n`)
  return 0
}
