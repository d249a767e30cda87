import { CrivetError } from '../../errors.ts'
import { runCommand } from '../executables.ts'

/** What a CRI-O says it is. */
export interface CrioVersion {
  readonly version: string
  readonly major: number
  readonly minor: number
}

/** Asks a binary for its version. */
export async function readCrioVersion(binary: string): Promise<CrioVersion> {
  const { code, stdout, stderr } = await runCommand(binary, ['--version'])
  const said = code === 0 ? parseCrioVersion(stdout) : undefined
  if (said !== undefined) return said
  const words = (stdout + stderr).trim() || `code ${code}`
  throw new CrivetError(
    'CRIVET_LAUNCH',
    `${binary} --version does not answer like CRI-O: ${words}`,
    { hint: 'name the daemon itself with --launch-binary, not crictl or crio-status' },
  )
}

/** Reads what `crio --version` prints: the number is in the first line. */
export function parseCrioVersion(text: string): CrioVersion | undefined {
  const [, version, major, minor] = /^crio version ((\d+)\.(\d+)\S*)/m.exec(text) ?? []
  if (version === undefined) return undefined
  return { version, major: Number(major), minor: Number(minor) }
}

/** The OCI runtime-spec version that CRI-O of this version writes into a bundle. */
export function ociVersionOf({ major, minor }: CrioVersion): string {
  return major > 1 || minor >= 36 ? '1.3.0' : '1.2.0'
}
