import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CrivetError } from '../../errors.ts'
import { missingCapabilities } from '../capabilities.ts'
import { planCniNetwork, writeCniConfig } from '../cni-network.ts'
import { controlOf, createDaemon } from '../daemon.ts'
import { findExecutable, searchDirs } from '../executables.ts'
import { assertRoot, findDaemon, overlayMountsOn } from '../launch-checks.ts'
import type { LaunchedRuntime, LaunchOptions } from '../launched-runtime.ts'
import { findHandlers } from '../oci-handlers.ts'
import { readSharedState } from '../shared-state.ts'
import { assertSocketFits, findRuns, recordLaunch } from '../state-dir.ts'
import { tearDownRun } from '../teardown.ts'
import { type CrioPaths, crioConfig, crioPaths, storageConfig } from './config.ts'
import { wrapHandlers } from './handler-wrapper.ts'
import { openLoopbackHostPorts } from './host-ports.ts'
import { writePrivateHome } from './private-home.ts'
import { ociVersionOf, readCrioVersion } from './version.ts'

const PACKAGES = 'cri-o conmon runc containernetworking-plugins'
// Where CRI-O's own packages put conmon and the OCI runtimes they bring along.
const PACKAGE_DIR = '/usr/libexec/crio'
const MONITORS = ['conmon', 'pinns'] as const
const ACCEPT_ALL = { default: [{ type: 'insecureAcceptAnything' }] }

/** Starts a private CRI-O and waits until it answers; on failure nothing of it stays. */
export async function launchCrio(options: LaunchOptions): Promise<LaunchedRuntime> {
  try {
    return await launch(options)
  } catch (error) {
    const left = await tearDownRun(options.stateDir)
    for (const thing of left) options.log?.(`could not be removed: ${thing}`)
    throw error
  }
}

async function launch(options: LaunchOptions): Promise<LaunchedRuntime> {
  const { runId, stateDir, signal, log = () => {} } = options
  assertRoot('CRI-O')
  const binary = findDaemon('crio', options, PACKAGES)
  const paths = crioPaths(stateDir)
  assertSocketFits(paths.socket)
  // Its own companions are preferred to those of another build on the search path.
  const dirs = [...new Set([dirname(binary), ...searchDirs(options.searchPath), PACKAGE_DIR])]
  const [conmon, pinns] = MONITORS.map((name) => findCompanion(name, dirs)) as [string, string]
  const others = findRuns().flatMap((run) => (run.launched === undefined ? [] : [run.launched]))
  const planned = planCniNetwork({
    runId,
    stateDir,
    netnsDir: join(paths.namespaces, 'netns'),
    dirs,
    taken: others.map((it) => it.cni.subnet),
  })
  const programDirs = [...new Set([...dirs, ...searchDirs()])]
  const mapper = ['iptables', 'nft'].some((name) => findExecutable(name, programDirs) !== undefined)
  const cni = { ...planned, hostPorts: mapper }
  const launched = {
    kind: 'crio',
    endpoint: `unix://${paths.socket}`,
    programs: ['crio', ...MONITORS],
    cni,
    before: await readSharedState(others.map((it) => it.before)),
  } as const
  await recordLaunch(stateDir, launched)

  const version = await readCrioVersion(binary)
  signal?.throwIfAborted()
  const [{ handlers, refused }, overlay, loopback] = await Promise.all([
    findHandlers({
      names: options.handlers,
      dirs,
      runId,
      stateDir,
      ociVersion: ociVersionOf(version),
    }),
    overlayMountsOn(stateDir),
    openLoopbackHostPorts(cni),
    // CRI-O tells CNI of no ports and maps them itself: portmap has nothing to do.
    writeCniConfig({ ...cni, hostPorts: false }),
    writePrivateHome(paths.home, options.registry),
    mkdir(paths.temp),
  ])
  for (const { name, reason } of refused) log(`handler ${name} left out: ${reason}`)
  const missing = missingCapabilities()
  const settings = {
    paths,
    pauseImage: options.pauseImage,
    handlers: missing.length > 0 ? await wrapHandlers(paths.wrappers, handlers, missing) : handlers,
    cni,
    conmon,
    pinns,
    storageDriver: overlay ? 'overlay' : 'vfs',
    programPath: programDirs.join(':'),
  } as const
  await Promise.all([
    writeFile(paths.config, crioConfig(settings)),
    writeFile(paths.storageConfig, storageConfig(settings)),
    writeFile(paths.signaturePolicy, JSON.stringify(ACCEPT_ALL)),
  ])

  const logFile = join(stateDir, 'crio.log')
  const daemon = createDaemon({
    binary,
    args: ['--config', paths.config, '--config-dir', ''],
    env: environment(paths, settings.programPath),
    endpoint: launched.endpoint,
    logFile,
    signal,
    onStart: async (ref) => void (await recordLaunch(stateDir, { ...launched, daemon: ref })),
  })
  await daemon.start()
  log(`CRI-O ${version.version} answers at ${launched.endpoint}`)
  return {
    kind: 'crio',
    endpoint: launched.endpoint,
    version: version.version,
    handlers,
    refusedHandlers: refused,
    cni,
    notes: notesOn({ missing, overlay, loopback }),
    logFile,
    get pid() {
      return daemon.pid
    },
    running: daemon.running,
    ...controlOf(daemon),
    stop: () => tearDownRun(stateDir),
  }
}

function findCompanion(name: (typeof MONITORS)[number], dirs: readonly string[]): string {
  const found = findExecutable(name, dirs)
  if (found !== undefined) return found
  throw new CrivetError(
    'CRIVET_LAUNCH',
    `${name} is neither beside crio nor in ${dirs.join(':')}`,
    {
      hint:
        name === 'conmon' ? 'apt-get install conmon' : 'it is built with CRI-O: copy it to crio',
    },
  )
}

// Nothing of ours: every flag of CRI-O has a CONTAINER_… variable, and the storage library reads more.
function environment({ home, temp, storageConfig: storage }: CrioPaths, path: string) {
  return { PATH: path, HOME: home, TMPDIR: temp, CONTAINERS_STORAGE_CONF: storage }
}

function notesOn(host: {
  readonly missing: readonly string[]
  readonly overlay: boolean
  readonly loopback: boolean
}): readonly string[] {
  const { missing, overlay, loopback } = host
  const notes = []
  if (missing.length > 0) {
    const names = missing.join(', ')
    notes.push(
      `this host withholds ${names}: each handler is called through a wrapper that takes them from containers and raises an oom_score_adj below crivet's own`,
    )
  }
  if (!overlay) notes.push('overlayfs does not mount on the state folder: storage driver vfs')
  if (loopback) {
    notes.push(
      'route_localnet and a masquerade rule let 127.0.0.1 through the bridge to host ports',
    )
  }
  return notes
}
