import { join } from 'node:path'
import type { CniNetwork } from '../cni-network.ts'
import type { OciHandler } from '../oci-handlers.ts'
import { type TomlTable, toToml } from '../toml.ts'

/** Images with this in their names are pinned. */
export const PINNED = 'crivet-pinned'

// A version has one or the other among its defaults, and takes the program from its PATH.
const BUILT_IN_HANDLERS = ['crun', 'runc']

/** What a private CRI-O's configuration is made from. */
export interface CrioSettings {
  readonly paths: CrioPaths
  readonly pauseImage: string
  /** With the programs CRI-O is to run, which may be wrappers. */
  readonly handlers: readonly OciHandler[]
  readonly cni: CniNetwork
  readonly conmon: string
  readonly pinns: string
  readonly storageDriver: 'overlay' | 'vfs'
  /** What conmon and the handlers look programs up in. */
  readonly programPath: string
}

/** Where a private CRI-O keeps its things, all below the run's folder. */
export interface CrioPaths {
  readonly stateDir: string
  readonly config: string
  readonly storageConfig: string
  readonly signaturePolicy: string
  readonly root: string
  readonly runRoot: string
  readonly namespaces: string
  readonly socket: string
  /** Its $HOME: containers/image prefers what it finds there to /etc/containers. */
  readonly home: string
  readonly temp: string
  readonly wrappers: string
}

/** The places of a private CRI-O in a run's folder. */
export function crioPaths(stateDir: string): CrioPaths {
  return {
    stateDir,
    config: join(stateDir, 'crio.toml'),
    storageConfig: join(stateDir, 'storage.toml'),
    signaturePolicy: join(stateDir, 'policy.json'),
    root: join(stateDir, 'root'),
    runRoot: join(stateDir, 'runroot'),
    namespaces: join(stateDir, 'namespaces'),
    socket: join(stateDir, 'crio.sock'),
    home: join(stateDir, 'home'),
    temp: join(stateDir, 'tmp'),
    wrappers: join(stateDir, 'wrappers'),
  }
}

/** The configuration file of a private CRI-O; keys a version does not know it passes over. */
export function crioConfig(settings: CrioSettings): string {
  const { paths, storageDriver } = settings
  const below = (name: string) => join(paths.stateDir, name)
  return toToml({
    crio: {
      root: paths.root,
      runroot: paths.runRoot,
      storage_driver: storageDriver,
      log_dir: below('log'),
      version_file: below('version'),
      version_file_persist: '',
      clean_shutdown_file: below('clean.shutdown'),
      api: { listen: paths.socket, stream_address: '127.0.0.1', stream_port: '0' },
      runtime: runtimeSettings(settings),
      image: {
        pause_image: settings.pauseImage,
        pinned_images: [`*${PINNED}*`],
        // What the image's own config says; CRI-O would run /pause otherwise.
        pause_command: '',
        signature_policy: paths.signaturePolicy,
        signature_policy_dir: below('policies'),
        namespaced_auth_dir: below('auth'),
        big_files_temporary_dir: paths.temp,
      },
      network: { network_dir: settings.cni.confDir, plugin_dirs: [settings.cni.pluginDir] },
      metrics: { enable_metrics: false },
      stats: { included_pod_metrics: ['all'] },
      // The default is one socket for all CRI-Os of a host.
      nri: { enable_nri: false, nri_listen: below('nri.sock') },
    },
  })
}

/** The storage library's own file: without it the host's would add its options. */
export function storageConfig({ paths, storageDriver }: CrioSettings): string {
  return toToml({
    storage: { driver: storageDriver, graphroot: paths.root, runroot: paths.runRoot },
  })
}

function runtimeSettings(settings: CrioSettings): TomlTable {
  const { paths, handlers, conmon } = settings
  const below = (name: string) => join(paths.stateDir, name)
  const runtimes = handlers.map(({ name, binary }) => [
    name,
    {
      runtime_type: 'oci',
      runtime_path: binary,
      runtime_root: below(`handlers/${name}`),
      monitor_path: conmon,
      monitor_cgroup: 'pod',
      monitor_env: [`PATH=${settings.programPath}`, `TMPDIR=${paths.temp}`],
    },
  ])
  // A handler whose program is not there is left out: one that does not work here must not be offered.
  const without = BUILT_IN_HANDLERS.filter((name) => !handlers.some((it) => it.name === name)).map(
    (name) => [name, { runtime_type: 'oci', runtime_path: below(`handlers/${name}/absent`) }],
  )
  return {
    default_runtime: handlers[0]?.name ?? '',
    runtimes: Object.fromEntries([...runtimes, ...without]),
    conmon,
    conmon_cgroup: 'pod',
    cgroup_manager: 'cgroupfs',
    pinns_path: settings.pinns,
    namespaces_dir: paths.namespaces,
    container_exits_dir: below('exits'),
    container_attach_socket_dir: below('attach'),
    hooks_dir: [below('hooks')],
    cdi_spec_dirs: [below('cdi')],
    // Off by default, and without it GetContainerEvents is refused.
    enable_pod_events: true,
    // A start would write the host's interrupt affinity otherwise.
    irqbalance_config_restore_file: 'disable',
  }
}
