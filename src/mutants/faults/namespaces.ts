import type { IDMapping, NamespaceOption } from '../../cri/gen/messages.ts'
import { makesContainers, placesContainers, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesRequest } from '../hooks.ts'

/** Faults in the namespaces of containers. */
export const NAMESPACES_FAULTS = faults({
  'ns.pid.pod/own': wrong(
    'gives every container a PID namespace of its own',
    placesContainers((it) => {
      if (it.pid === 'POD') it.pid = 'CONTAINER'
    }),
    securesPods(({ namespace_options }) => {
      if (namespace_options?.pid === 'POD') namespace_options.pid = 'CONTAINER'
    }),
  ),
  'ns.pid.container/host': wrong(
    'runs containers in the PID namespace of the host',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.pid = 'NODE'
    }),
    placesContainers((it) => {
      if (it.pid === 'CONTAINER') it.pid = 'NODE'
    }),
  ),
  'ns.pid.node/own': wrong(
    'gives containers a PID namespace of their own in place of the host’s',
    placesContainers((it) => {
      if (it.pid === 'NODE') it.pid = 'CONTAINER'
    }),
  ),
  'ns.pid.target/own': wrong(
    'joins no other container’s PID namespace',
    placesContainers((it) => {
      if (it.pid === 'TARGET') Object.assign(it, { pid: 'CONTAINER', target_id: '' })
    }),
  ),
  'ns.pid.target-invalid/own': wrong(
    'takes a target that is not there for none',
    placesContainers((it) => {
      if (it.pid === 'TARGET') Object.assign(it, { pid: 'CONTAINER', target_id: '' })
    }),
  ),
  'ns.ipc.node/own': wrong(
    'gives pods an IPC namespace of their own in place of the host’s',
    securesPods(({ namespace_options }) => {
      if (namespace_options?.ipc === 'NODE') namespace_options.ipc = 'POD'
    }),
    placesContainers((it) => {
      if (it.ipc === 'NODE') it.ipc = 'POD'
    }),
  ),
  'ns.ipc.pod/host': wrong(
    'runs every pod in the IPC namespace of the host',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.ipc = 'NODE'
    }),
    placesContainers((it) => {
      it.ipc = 'NODE'
    }),
  ),
  'ns.options-per-container-consistent/elsewhere': wrong(
    'puts a container that asks for other namespaces than its pod’s into those of another pod',
    changesRequest('CreateContainer', async (request, { runtime }) => {
      const ofPod = request.sandbox_config?.linux?.security_context?.namespace_options
      const own = request.config?.linux?.security_context?.namespace_options
      if (own?.network === ofPod?.network && own?.ipc === ofPod?.ipc) return
      const { items } = await runtime.listPodSandbox({
        filter: { state: { state: 'SANDBOX_READY' } },
      })
      const other = items.find(({ id }) => id !== request.pod_sandbox_id)
      if (other) request.pod_sandbox_id = other.id
    }),
  ),
  'userns.pod.mapping/none': wrong(
    'runs pods without the user namespace that was asked for',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
    placesContainers((it) => {
      it.userns_options = null
    }),
  ),
  'userns.pod.mapping/elsewhere': wrong(
    'maps users of pods to other ones than were asked for',
    securesPods(({ namespace_options }) => {
      for (const it of rangesOf(namespace_options)) it.host_id += 65_536
    }),
    placesContainers((options) => {
      for (const it of rangesOf(options)) it.host_id += 65_536
    }),
  ),
  'userns.node-mode/own': wrong(
    'gives every pod a user namespace of its own',
    securesPods(({ namespace_options }) => ownUsers(namespace_options)),
    placesContainers((it) => ownUsers(it)),
  ),
  'userns.volume-ownership/unmapped': wrong(
    'mounts volumes of pods with a user namespace without their id mappings',
    makesContainers(({ mounts }) => {
      for (const it of mounts) Object.assign(it, { uidMappings: [], gidMappings: [] })
    }),
  ),
  'userns.capabilities-confined/host': wrong(
    'runs containers that have all capabilities in the user namespace of the host',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
    placesContainers((it) => {
      it.userns_options = null
    }),
  ),
  'userns.rootfs-and-exec/short': wrong(
    'maps the first hundred ids of a user namespace only',
    securesPods(({ namespace_options }) => {
      for (const it of rangesOf(namespace_options)) it.length = Math.min(it.length, 100)
    }),
    placesContainers((options) => {
      for (const it of rangesOf(options)) it.length = Math.min(it.length, 100)
    }),
  ),
  'userns.host-network/none': wrong(
    'runs pods on the network of the host without the user namespace that was asked for',
    securesPods(({ namespace_options }) => {
      if (namespace_options?.network === 'NODE') namespace_options.userns_options = null
    }),
    placesContainers((it) => {
      if (it.network === 'NODE') it.userns_options = null
    }),
  ),
  'userns.unsupported-refused/ignored': wrong(
    'runs pods and containers without a user namespace where it cannot make one',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
    changesRequest('CreateContainer', ({ config, sandbox_config }) => {
      for (const it of [config, sandbox_config]) {
        const options = it?.linux?.security_context?.namespace_options
        if (options) options.userns_options = null
      }
    }),
  ),
  'userns.bad-config/mended': wrong(
    'takes a mapping of its own where the one that was asked for is unusual',
    securesPods(({ namespace_options }) => mendUsers(namespace_options)),
    placesContainers((it) => mendUsers(it)),
  ),
  'userns.bad-config/ignored': wrong(
    'runs pods whose user namespace cannot work without one',
    securesPods(({ namespace_options }) => {
      const options = namespace_options?.userns_options
      if (namespace_options && options && options.mode !== 'POD')
        namespace_options.userns_options = null
      if (namespace_options && options?.mode === 'POD' && options.uids.length === 0) {
        namespace_options.userns_options = null
      }
    }),
  ),
})

function rangesOf(options: NamespaceOption | null) {
  return [...(options?.userns_options?.uids ?? []), ...(options?.userns_options?.gids ?? [])]
}

function mendUsers(options: NamespaceOption | null): void {
  const users = options?.userns_options
  if (users?.mode !== 'POD' || users.uids.length === 0) return
  const usual = (it: IDMapping[]) =>
    it.length === 1 && it[0]?.container_id === 0 && it[0].length > 0
  if (usual(users.uids) && usual(users.gids) && users.uids[0]?.host_id === users.gids[0]?.host_id)
    return
  Object.assign(users, { uids: range(), gids: range() })
}

const range = () => [{ host_id: 6_553_600, container_id: 0, length: 65_536 }]

function ownUsers(options: NamespaceOption | null): void {
  if (options && options.userns_options?.mode !== 'POD') {
    options.userns_options = { mode: 'POD', uids: range(), gids: range() }
  }
}
