import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CrivetError } from '../errors.ts'
import { findExecutable, isExecutableFile, runCommand, searchDirs } from './executables.ts'

/** Where Debian, everyone else, and some distributions keep the plugins. */
export const PLUGIN_DIRS = [
  '/opt/cni/bin',
  '/usr/lib/cni',
  '/usr/libexec/cni',
  '/usr/local/lib/cni',
]

/** The plugins without which there is no pod network. */
export const NEEDED_PLUGINS = ['bridge', 'host-local', 'loopback'] as const
const CNI_VERSION = '0.4.0'

/** The pod network of one launched runtime: a bridge and a /24 of its own, nothing else on the host changed. */
export interface CniNetwork {
  /** Its name in the configuration; CNI plugins write it into what they make. */
  readonly network: string
  readonly bridge: string
  /** In CIDR form; the first address is the bridge's. */
  readonly subnet: string
  readonly confDir: string
  /** Where plugins were found. */
  readonly binDirs: readonly string[]
  /** The run's own folder with links to all of them: there one can take another's place. */
  readonly pluginDir: string
  /** Where the pods' network namespaces are mounted. */
  readonly netnsDir: string
  /** Addresses given out, one file each. */
  readonly leasesDir: string
  /** Whether host ports reach the pods: they need the portmap plugin and iptables. */
  readonly hostPorts: boolean
}

/** What a network is planned from. */
export interface CniPlan {
  readonly runId: string
  readonly stateDir: string
  readonly netnsDir: string
  /** Folders of the daemon and on the search path, looked at for plugins too. */
  readonly dirs: readonly string[]
  /** Subnets of other runs, whose bridges need not exist yet. */
  readonly taken: readonly string[]
}

/** Chooses names and a subnet that nothing on the host uses, and finds the plugins; writes nothing. */
export function planCniNetwork(plan: CniPlan): CniNetwork {
  const binDirs = [...new Set([...PLUGIN_DIRS, ...plan.dirs])].filter((dir) =>
    isExecutableFile(join(dir, 'host-local')),
  )
  const missing = NEEDED_PLUGINS.filter((name) => findExecutable(name, binDirs) === undefined)
  if (missing.length > 0) {
    throw new CrivetError(
      'CRIVET_LAUNCH',
      `the CNI plugins ${missing.join(', ')} are not in ${PLUGIN_DIRS.join(', ')}`,
      { hint: 'apt-get install containernetworking-plugins' },
    )
  }
  const digest = createHash('sha256').update(plan.runId).digest()
  return {
    network: `crivet-${plan.runId}`,
    // An interface's name has at most 15 characters.
    bridge: `crv-${digest.toString('hex').slice(0, 8)}`,
    subnet: freeSubnet(digest.readUInt16BE(0), plan.taken),
    confDir: join(plan.stateDir, 'net.d'),
    binDirs,
    pluginDir: join(plan.stateDir, 'plugins'),
    netnsDir: plan.netnsDir,
    leasesDir: join(plan.stateDir, 'leases'),
    hostPorts:
      findExecutable('portmap', binDirs) !== undefined &&
      findExecutable('iptables', searchDirs()) !== undefined,
  }
}

/** Writes the network's configuration, and lays out the plugins. */
export async function writeCniConfig(cni: CniNetwork): Promise<void> {
  const { network, bridge, subnet, leasesDir } = cni
  const plugins = [
    {
      type: 'bridge',
      bridge,
      isGateway: true,
      hairpinMode: true,
      ipMasq: false,
      ipam: {
        type: 'host-local',
        dataDir: leasesDir,
        ranges: [[{ subnet }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    ...(cni.hostPorts
      ? [{ type: 'portmap', capabilities: { portMappings: true }, snat: true }]
      : []),
  ]
  await mkdir(cni.confDir, { recursive: true })
  await linkPlugins(cni)
  const conf = { cniVersion: CNI_VERSION, name: network, plugins }
  await writeFile(
    join(cni.confDir, '10-crivet.conflist'),
    `${JSON.stringify(conf, undefined, 2)}\n`,
  )
}

async function linkPlugins({ binDirs, pluginDir }: CniNetwork): Promise<void> {
  await mkdir(pluginDir, { recursive: true })
  const names = new Set(binDirs.flatMap((dir) => readdirSync(dir)))
  for (const name of names) {
    const file = findExecutable(name, binDirs)
    if (file !== undefined) await symlink(file, join(pluginDir, name))
  }
}

/** Removes the bridge and what is plugged into it; gives the interfaces that stayed. */
export async function removeBridge(cni: CniNetwork): Promise<readonly string[]> {
  const ports = `/sys/class/net/${cni.bridge}/brif`
  const links = [...(existsSync(ports) ? readdirSync(ports) : []), cni.bridge]
  for (const link of links.filter(linkExists)) {
    await runCommand(findExecutable('ip', searchDirs()) ?? 'ip', ['link', 'delete', link])
  }
  return links.filter(linkExists).map((link) => `interface ${link}`)
}

function linkExists(name: string): boolean {
  return existsSync(`/sys/class/net/${name}`)
}

// Clusters and container tools favour the low ends of 10/8; the start differs by run so that two
// launches at the same moment do not meet.
function freeSubnet(seed: number, taken: readonly string[]): string {
  const used = [...routedRanges(), ...taken.map(parseCidr)]
  for (let step = 0; step < 40 * 256; step += 1) {
    const at = (seed + step) % (40 * 256)
    const subnet = `10.${210 + Math.floor(at / 256)}.${at % 256}.0/24`
    const [low, high] = parseCidr(subnet)
    if (used.every(([from, to]) => high < from || to < low)) return subnet
  }
  throw new CrivetError(
    'CRIVET_LAUNCH',
    'every /24 in 10.210.0.0 to 10.249.255.0 is routed on this host',
    {
      hint: 'see `ip route`: free one of them, or launch in a network namespace of its own',
    },
  )
}

type AddressRange = readonly [low: number, high: number]

function routedRanges(): readonly AddressRange[] {
  return readFileSync('/proc/net/route', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .flatMap((fields) => {
      const [, destination, , , , , , mask] = fields
      // The default route leads everywhere and takes nothing.
      if (destination === undefined || mask === undefined || mask === '00000000') return []
      const low = swapBytes(destination)
      return [[low, low + (2 ** 32 - 1 - swapBytes(mask))] as const]
    })
}

// The kernel prints addresses as little-endian words on every machine Node runs on but s390x.
function swapBytes(hex: string): number {
  const bytes = Buffer.from(hex, 'hex')
  return process.arch === 's390x' ? bytes.readUInt32BE() : bytes.readUInt32LE()
}

function parseCidr(cidr: string): AddressRange {
  const [address = '', bits = '32'] = cidr.split('/')
  const low = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return [low, low + 2 ** (32 - Number(bits)) - 1]
}
