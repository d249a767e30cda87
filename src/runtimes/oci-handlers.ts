import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CrivetError } from '../errors.ts'
import { findExecutable, runCommand } from './executables.ts'
import { removeTree } from './mounts.ts'

const KNOWN = ['runc', 'crun'] as const
const PROGRAM_DIRS = ['/usr', '/bin', '/lib', '/lib64', '/nix']

/** An OCI runtime that a launched runtime offers as a handler. */
export interface OciHandler {
  readonly name: string
  readonly binary: string
  readonly version: string
}

/** An OCI runtime that is installed and did not run a container in the trial. */
export interface RefusedHandler {
  readonly name: string
  readonly binary: string
  /** Its own words. */
  readonly reason: string
}

/** The OCI runtimes that work here and those that do not. */
export interface FoundHandlers {
  readonly handlers: readonly OciHandler[]
  readonly refused: readonly RefusedHandler[]
}

/** What the trial of the OCI runtimes needs. */
export interface HandlerSearch {
  readonly names: readonly string[] | undefined
  readonly dirs: readonly string[]
  readonly runId: string
  readonly stateDir: string
  /** What the launched runtime writes into a bundle's config.json. */
  readonly ociVersion: string
}

/** Finds the OCI runtimes asked for, or the known ones, and runs a tiny container with each. */
export async function findHandlers(search: HandlerSearch): Promise<FoundHandlers> {
  const wanted = (search.names ?? KNOWN).map((name) => ({
    name: basename(name),
    binary: name.includes('/') ? name : findExecutable(name, search.dirs),
  }))
  const absent = wanted.filter(({ binary }) => binary === undefined || !existsSync(binary))
  if (search.names !== undefined && absent.length > 0) {
    throw notUsable(`handler ${absent[0]?.name} is not on the search path`)
  }
  const tried = await Promise.all(
    wanted.map(({ name, binary }) =>
      binary === undefined ? undefined : trial(name, binary, search),
    ),
  )
  const refused = tried.filter((it) => it !== undefined && 'reason' in it)
  const handlers = tried.filter((it) => it !== undefined && 'version' in it)
  const reasons = refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ')
  if (search.names !== undefined && refused.length > 0) throw notUsable(`handler ${reasons}`)
  if (handlers.length === 0)
    throw notUsable(`no OCI runtime works here (${reasons || 'none found'})`)
  return { handlers, refused }
}

async function trial(
  name: string,
  binary: string,
  { runId, stateDir, ociVersion }: HandlerSearch,
): Promise<OciHandler | RefusedHandler> {
  const bundle = join(stateDir, 'trial', name)
  const root = join(bundle, 'state')
  await mkdir(join(bundle, 'rootfs'), { recursive: true })
  const config = bundleConfig(ociVersion, `/crivet-${runId}/trial-${name}`)
  await writeFile(join(bundle, 'config.json'), JSON.stringify(config))
  const [version, ran] = await Promise.all([
    runCommand(binary, ['--version']),
    runCommand(binary, ['--root', root, 'run', `trial-${name}`], { cwd: bundle }),
  ])
  await runCommand(binary, ['--root', root, 'delete', '--force', `trial-${name}`])
  await removeTree(bundle)
  if (ran.code !== 0) return { name, binary, reason: lastLine(ran.stderr) || `code ${ran.code}` }
  return { name, binary, version: /version (\S+)/.exec(version.stdout)?.[1] ?? 'unknown' }
}

function bundleConfig(ociVersion: string, cgroupsPath: string): unknown {
  const binds = PROGRAM_DIRS.filter(existsSync).map((dir) => ({
    destination: dir,
    type: 'bind',
    source: dir,
    options: ['rbind', 'ro'],
  }))
  return {
    ociVersion,
    process: { user: { uid: 0, gid: 0 }, args: ['/bin/sh', '-c', ':'], cwd: '/' },
    root: { path: 'rootfs' },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs' },
      ...binds,
    ],
    linux: {
      cgroupsPath,
      namespaces: [{ type: 'pid' }, { type: 'mount' }, { type: 'ipc' }, { type: 'uts' }],
    },
  }
}

function notUsable(message: string): CrivetError {
  const hint = message.includes('hybrid mode')
    ? 'mount the controllers listed in cgroup.controllers of the v2 tree as v1, or use runc'
    : 'apt-get install runc, or name another with --runtime-handler'
  return new CrivetError('CRIVET_LAUNCH', message, { hint })
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? ''
  return /msg="(.*?)"$/.exec(line)?.[1] ?? line
}
