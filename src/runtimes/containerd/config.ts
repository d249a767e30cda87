import { join } from 'node:path'
import type { CniNetwork } from '../cni-network.ts'
import type { OciHandler } from '../oci-handlers.ts'
import { type TomlTable, toToml } from '../toml.ts'
import type { ContainerdVersion } from './version.ts'

// Each costs start-up time, probes the host's devices or makes a folder outside ours.
const NEEDLESS_PLUGINS = [
  'io.containerd.internal.v1.opt',
  'io.containerd.internal.v1.restart',
  'io.containerd.internal.v1.tracing',
  'io.containerd.monitor.container.v1.restart',
  'io.containerd.tracing.processor.v1.otlp',
  'io.containerd.differ.v1.erofs',
  'io.containerd.mount-handler.v1.erofs',
  'io.containerd.snapshotter.v1.aufs',
  'io.containerd.snapshotter.v1.blockfile',
  'io.containerd.snapshotter.v1.btrfs',
  'io.containerd.snapshotter.v1.devmapper',
  'io.containerd.snapshotter.v1.erofs',
  'io.containerd.snapshotter.v1.zfs',
]

/** What a private containerd's configuration is made from. */
export interface ContainerdSettings {
  readonly version: ContainerdVersion
  readonly paths: ContainerdPaths
  readonly pauseImage: string
  readonly handlers: readonly OciHandler[]
  readonly cni: CniNetwork
  readonly snapshotter: 'overlayfs' | 'native'
  /** Without CAP_SYS_RESOURCE no oom_score_adj can be lowered below our own. */
  readonly restrictOomScoreAdj: boolean
}

/** Where a private containerd keeps its things, all below the run's folder. */
export interface ContainerdPaths {
  readonly stateDir: string
  readonly config: string
  readonly root: string
  readonly state: string
  readonly socket: string
  readonly registryHosts: string
}

/** The places of a private containerd in a run's folder. */
export function containerdPaths(stateDir: string): ContainerdPaths {
  return {
    stateDir,
    config: join(stateDir, 'containerd.toml'),
    root: join(stateDir, 'root'),
    state: join(stateDir, 'state'),
    socket: join(stateDir, 'containerd.sock'),
    registryHosts: join(stateDir, 'certs.d'),
  }
}

/** The configuration file of a private containerd, in the layout its version reads. */
export function containerdConfig(settings: ContainerdSettings): string {
  const { paths, version } = settings
  return toToml({
    version: version.major >= 2 ? 3 : 2,
    root: paths.root,
    state: paths.state,
    imports: [],
    disabled_plugins: NEEDLESS_PLUGINS,
    grpc: { address: paths.socket },
    ttrpc: { address: `${paths.socket}.ttrpc` },
    plugins: version.major >= 2 ? plugins2(settings) : plugins1(settings),
  })
}

function plugins1(settings: ContainerdSettings): TomlTable {
  const { cni, paths, pauseImage } = settings
  return {
    'io.containerd.grpc.v1.cri': {
      ...runtimeSettings(settings),
      ...streamSettings(),
      sandbox_image: pauseImage,
      cni: { bin_dir: cni.pluginDir, conf_dir: cni.confDir },
      containerd: { ...handlerSettings(settings), snapshotter: settings.snapshotter },
      registry: { config_path: paths.registryHosts },
      ...(settings.version.minor >= 7 ? { enable_cdi: true, ...cdiSettings(settings) } : {}),
    },
  }
}

function plugins2(settings: ContainerdSettings): TomlTable {
  const { cni, paths, pauseImage, snapshotter } = settings
  return {
    'io.containerd.cri.v1.runtime': {
      ...runtimeSettings(settings),
      ...cdiSettings(settings),
      cni: {
        // 2.0 knows only the one, later ones prefer the many.
        ...(settings.version.minor >= 1
          ? { bin_dirs: [cni.pluginDir] }
          : { bin_dir: cni.pluginDir }),
        conf_dir: cni.confDir,
      },
      containerd: handlerSettings(settings),
    },
    'io.containerd.cri.v1.images': {
      snapshotter,
      pinned_images: { sandbox: pauseImage },
      registry: { config_path: paths.registryHosts },
      // The transfer service unpacks for overlayfs only.
      ...(snapshotter === 'native' && settings.version.minor >= 1
        ? { use_local_image_pull: true }
        : {}),
    },
    'io.containerd.grpc.v1.cri': streamSettings(),
    // Their defaults are places that all containerds of a host share.
    'io.containerd.nri.v1.nri': { disable: true },
    'io.containerd.image-verifier.v1.bindir': { bin_dir: join(paths.stateDir, 'verifiers') },
    // Nothing here has to outlive a power failure.
    'io.containerd.metadata.v1.bolt': { no_sync: true },
  }
}

function runtimeSettings(settings: ContainerdSettings): TomlTable {
  return {
    netns_mounts_under_state_dir: true,
    restrict_oom_score_adj: settings.restrictOomScoreAdj,
  }
}

// The default is one folder for all runtimes of a host.
function cdiSettings({ paths }: ContainerdSettings): TomlTable {
  return { cdi_spec_dirs: [join(paths.stateDir, 'cdi')] }
}

function streamSettings(): TomlTable {
  return { stream_server_address: '127.0.0.1', stream_server_port: '0' }
}

function handlerSettings({ handlers, paths }: ContainerdSettings): TomlTable {
  const runtimes = handlers.map(({ name, binary }) => [
    name,
    {
      runtime_type: 'io.containerd.runc.v2',
      options: { BinaryName: binary, Root: join(paths.stateDir, 'handlers', name) },
    },
  ])
  return { default_runtime_name: handlers[0]?.name ?? '', runtimes: Object.fromEntries(runtimes) }
}
