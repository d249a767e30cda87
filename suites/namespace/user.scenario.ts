import { chownSync, statSync, writeFileSync } from 'node:fs'
import {
  type Attempt,
  expect,
  type FileFacts,
  type ProcessIdentity,
  type ScenarioBody,
  scenario,
  unlessRefused,
} from 'crivet'

type Range = ReturnType<typeof range>
interface Users {
  readonly mode: 'POD' | 'NODE' | 'CONTAINER' | 'TARGET'
  readonly uids?: readonly Range[]
  readonly gids?: readonly Range[]
}

// As a kubelet maps: 65536 ids, from a multiple of that on.
const LENGTH = 65_536
const FIRST = 40 * LENGTH
const OTHER = 2 * FIRST
const RANGE = range(0, LENGTH)
const MAPPED = mapped(RANGE)
const MAP = asMap(MAPPED.uids)

function range(container_id: number, length: number, host_id = FIRST) {
  return { host_id, container_id, length }
}

function mapped(...ranges: readonly Range[]) {
  return { mode: 'POD', uids: ranges, gids: ranges } as const
}

// As /proc/PID/uid_map shows ranges.
function asMap(ranges: readonly Range[] = []) {
  return ranges.map((it) => [it.container_id, it.host_id, it.length].map(String))
}

const withUsers = (userns_options: Users) => ({
  linux: { security_context: { namespace_options: { userns_options } } },
})

scenario(
  'namespace.user.mapping',
  { requirement: 'userns.pod.mapping' },
  async ({ host, pods, unique }) => {
    // In the pod's PID namespace the sandbox is the first process.
    const namespace_options = { userns_options: MAPPED, pid: 'POD' as const }
    const pod = await pods.run({ linux: { security_context: { namespace_options } } })
    const mark = unique('mapped')
    const one = await pod.run(['sleep', 'infinity', mark])
    const two = await pod.run('pause')
    const { user } = (await one.inspect()).namespaces
    expect(user).not.toBe(host.link('/proc/self/ns/user'))
    for (const container of [one, two]) {
      const { namespaces, uidMap, gidMap } = await container.inspect()
      expect({ user: namespaces.user, uidMap, gidMap }).toEqual({ user, uidMap: MAP, gidMap: MAP })
    }
    const sandbox = await two.ask<ProcessIdentity>('identity 1')
    expect(sandbox.namespaces.user).toBe(user)
    const status = host.read(`/proc/${await host.processes.one(mark)}/status`)
    expect(status).toMatch(new RegExp(`^Uid:\\t${FIRST}\\t.*\\nGid:\\t${FIRST}\\t`, 'm'))
  },
)

scenario('namespace.user.node', { requirement: 'userns.node-mode' }, async ({ host, pods }) => {
  const ofHost = host.link('/proc/self/ns/user')
  for (const overrides of [withUsers({ mode: 'NODE' }), {}]) {
    const pod = await pods.run(overrides)
    expect((await (await pod.run('pause')).inspect()).namespaces.user).toBe(ofHost)
  }
})

const refused =
  (users: Users): ScenarioBody =>
  async ({ pods }) => {
    await expect(pods.run(withUsers(users))).toFailWith()
  }

scenario(
  'namespace.user.mode-container',
  { requirement: 'userns.bad-config' },
  refused({ ...MAPPED, mode: 'CONTAINER' }),
)

scenario(
  'namespace.user.mode-target',
  { requirement: 'userns.bad-config' },
  refused({ ...MAPPED, mode: 'TARGET' }),
)

scenario('namespace.user.unmapped', { requirement: 'userns.bad-config' }, refused({ mode: 'POD' }))

scenario('namespace.user.empty', { requirement: 'userns.bad-config' }, refused(mapped(range(0, 0))))

const keptOrRefused =
  (users: Users): ScenarioBody =>
  async ({ pods }) => {
    const pod = await unlessRefused(pods.run(withUsers(users)))
    if (!pod) return
    const { uidMap, gidMap } = await (await pod.run('pause')).inspect()
    expect({ uidMap, gidMap }).toEqual({ uidMap: asMap(users.uids), gidMap: asMap(users.gids) })
  }

// Where user namespaces are not offered this is about the refusal; elsewhere they have to work.
scenario(
  'namespace.user.never-ignored',
  { requirement: 'userns.unsupported-refused' },
  async ({ pods }) => {
    const namespace_options = { userns_options: MAPPED, pid: 'POD' as const }
    const running = pods.run({ linux: { security_context: { namespace_options } } })
    const pod = await unlessRefused(running)
    if (!pod) return
    const container = await unlessRefused(pod.run('pause'))
    if (!container) return
    const { namespaces, uidMap, gidMap } = await container.inspect()
    expect({ uidMap, gidMap }).toEqual({ uidMap: MAP, gidMap: MAP })
    const sandbox = await container.ask<ProcessIdentity>('identity 1')
    expect(sandbox.namespaces.user).toBe(namespaces.user)
  },
)

scenario(
  'namespace.user.ids-differ',
  { requirement: 'userns.bad-config' },
  keptOrRefused({ ...MAPPED, gids: [range(0, LENGTH, OTHER)] }),
)

scenario(
  'namespace.user.rootless',
  { requirement: 'userns.bad-config' },
  keptOrRefused(mapped(range(1, LENGTH))),
)

scenario(
  'namespace.user.two-ranges',
  { requirement: 'userns.bad-config' },
  keptOrRefused(mapped(range(0, 1000), range(1000, 1000, OTHER))),
)

scenario(
  'namespace.user.volume',
  { requirement: 'userns.volume-ownership' },
  async ({ host, pods }) => {
    const folder = host.folder()
    writeFileSync(`${folder}/outside`, 'made on the host')
    chownSync(`${folder}/outside`, 1000, 2000)
    const pod = await pods.run(withUsers(MAPPED))
    const ids = { uidMappings: [RANGE], gidMappings: [RANGE] }
    const container = await pod.run('pause', {
      mounts: [{ container_path: '/volume', host_path: folder, ...ids }],
    })
    const owner = { uid: 1000, gid: 2000 }
    expect(await container.ask('stat /volume/outside')).toMatchObject(owner)
    await container.exec('append /volume/inside text')
    expect(await container.ask('chown 1000:2000 /volume/inside')).toMatchObject({ ok: true })
    expect(statSync(`${folder}/inside`)).toMatchObject(owner)
  },
)

scenario(
  'namespace.user.powerless',
  { requirement: 'userns.capabilities-confined' },
  async ({ host, pods }) => {
    const folder = host.folder()
    writeFileSync(`${folder}/secret`, 'of root', { mode: 0o600 })
    const pod = await pods.run(withUsers(MAPPED))
    const container = await pod.run('pause', {
      mounts: [{ container_path: '/volume', host_path: folder }],
      linux: { security_context: { capabilities: { add_capabilities: ['ALL'] } } },
    })
    const { effective } = (await container.inspect()).capabilities
    expect(effective).toEqual(
      expect.arrayContaining(['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_MKNOD']),
    )
    const read = await container.exec('read-file /volume/secret')
    expect(read).toMatchObject({ stdout: '', stderr: expect.stringContaining('EACCES') })
    const calls = await container.ask<Record<string, Attempt>>('syscall mknod')
    expect(calls.mknod).toMatchObject({ ok: false, errno: 'EPERM' })
    await container.exec('append /tmp/own text')
    const given = await container.ask<Attempt>(`chown ${LENGTH}:${LENGTH} /tmp/own`)
    expect(given).toMatchObject({ ok: false, errno: 'EINVAL' })
  },
)

scenario('namespace.user.usable', { requirement: 'userns.rootfs-and-exec' }, async ({ pods }) => {
  const pod = await pods.run(withUsers(MAPPED))
  const container = await pod.run('pause')
  const home = await container.ask<readonly FileFacts[]>('ls /home')
  expect(home).toMatchObject([{ name: 'app', uid: 1000, gid: 1000 }])
  expect(await container.ask('stat /etc/passwd')).toMatchObject({ uid: 0, gid: 0 })
  expect(await container.exec('append /dev/shm/file text')).toMatchObject({ exitCode: 0 })
  expect(await container.ask<readonly FileFacts[]>('ls /sys/kernel')).not.toEqual([])
  const [main, command] = await Promise.all([
    container.ask<ProcessIdentity>('identity 1'),
    container.ask<ProcessIdentity>('identity self'),
  ])
  expect(main.namespaces.user).toBe(command.namespaces.user)
  expect(command).toMatchObject({ uids: ['0', '0', '0', '0'], gids: ['0', '0', '0', '0'] })
  expect((await container.inspect()).resolvConf).not.toBeNull()
})

scenario(
  'namespace.user.host-network',
  { requirement: 'userns.host-network', feature: 'user-namespaces' },
  async ({ host, pods }) => {
    const namespace_options = { userns_options: MAPPED, network: 'NODE' as const }
    const pod = await pods.run({ hostname: '', linux: { security_context: { namespace_options } } })
    const { namespaces, uidMap, gidMap } = await (await pod.run('pause')).inspect()
    expect(namespaces.net).toBe(host.link('/proc/self/ns/net'))
    expect({ uidMap, gidMap }).toEqual({ uidMap: MAP, gidMap: MAP })
  },
)
