import { dirname } from 'node:path'
import { CrivetError } from '../../errors.ts'
import { findExecutable, runCommand } from '../executables.ts'

/** What a containerd says it is. */
export interface ContainerdVersion {
  readonly version: string
  readonly major: number
  readonly minor: number
}

/** Asks a binary for its version. */
export async function readContainerdVersion(binary: string): Promise<ContainerdVersion> {
  const { code, stdout, stderr } = await runCommand(binary, ['--version'])
  const said = code === 0 ? parseContainerdVersion(stdout) : undefined
  if (said !== undefined) return said
  const words = (stdout + stderr).trim() || `code ${code}`
  throw new CrivetError(
    'CRIVET_LAUNCH',
    `${binary} --version does not answer like containerd: ${words}`,
    {
      hint: 'name the daemon itself with --launch-binary, not ctr or a wrapper of another kind',
    },
  )
}

/** Reads the line `containerd --version` prints; distributions append to the number. */
export function parseContainerdVersion(line: string): ContainerdVersion | undefined {
  const found = /^containerd \S+ (v?(\d+)\.(\d+)\.\S+)/.exec(line)
  const [, version, major, minor] = found ?? []
  if (version === undefined) return undefined
  return { version: version.replace(/^v/, ''), major: Number(major), minor: Number(minor) }
}

/** The OCI runtime-spec version that a containerd writes into a bundle. */
export async function readOciVersion(binary: string, version: ContainerdVersion): Promise<string> {
  // Distributions build against other versions than upstream; ctr is of the same build and prints it.
  const ctr = findExecutable('ctr', [dirname(binary)])
  const { stdout = '' } = ctr === undefined ? {} : await runCommand(ctr, ['oci', 'spec'])
  return /"ociVersion": "([^"]+)"/.exec(stdout)?.[1] ?? upstreamOciVersion(version)
}

function upstreamOciVersion({ major, minor }: ContainerdVersion): string {
  if (major >= 2) return minor >= 2 ? '1.3.0' : '1.2.1'
  return minor >= 7 ? '1.1.0' : '1.0.2-dev'
}
