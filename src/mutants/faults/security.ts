import type { Capability, LinuxContainerSecurityContext } from '../../cri/gen/messages.ts'
import { makesContainers, securesContainers, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesAnswer, changesRequest } from '../hooks.ts'

/** Further faults in users, groups, privilege and paths. */
export const SECURITY_FAULTS = faults({
  'security.run-as-both/mixed': wrong(
    'takes the uid and the name’s group where both are given',
    securesContainers((it) => {
      if (it.run_as_user && it.run_as_username)
        Object.assign(it, { run_as_username: '', run_as_group: { value: 1000n } })
    }),
  ),
  'security.supplemental-groups.includes-primary/left-out': wrong(
    'leaves the primary group out of the supplementary ones',
    changesAnswer('ExecSync', (it, { request }) => {
      if (request.cmd[1] === 'identity') it.stdout = withoutPrimaryGroup(it.stdout)
    }),
  ),
  'security.sandbox.user/ignored': wrong(
    'runs the sandbox’s own process as root',
    securesPods((it) => {
      Object.assign(it, { run_as_user: null, run_as_group: null })
    }),
  ),
  'security.sandbox.not-inherited/user': wrong(
    'runs containers as the sandbox’s user',
    inherits((it, { run_as_user }) => {
      it.run_as_user ??= run_as_user
    }),
  ),
  'security.sandbox.not-inherited/read-only': wrong(
    'makes root file systems read-only as the sandbox’s is',
    inherits((it, { readonly_rootfs }) => {
      it.readonly_rootfs ||= readonly_rootfs
    }),
  ),
  'security.sandbox.not-inherited/seccomp': wrong(
    'filters containers as the sandbox',
    inherits((it, { seccomp }) => {
      it.seccomp ??= seccomp
    }),
  ),
  'security.sandbox.groups/others': wrong(
    'gives containers groups that neither they nor the sandbox were given',
    inherits((it, { supplemental_groups }) => {
      if (supplemental_groups.length > 0) it.supplemental_groups = [7000n]
    }),
  ),
  'security.caps.unknown/all': wrong(
    'takes a capability that it does not know for all',
    securesContainers(({ capabilities }) => {
      if (capabilities?.add_capabilities.includes('NO_SUCH_CAPABILITY'))
        capabilities.add_capabilities = ['ALL']
    }),
  ),
  'security.caps.drop-all/with-added': wrong(
    'drops ALL after it has added',
    securesContainers(({ capabilities }) => {
      if (capabilities?.drop_capabilities.includes('ALL')) capabilities.add_capabilities = []
    }),
  ),
  'security.caps.add-all/despite-dropped': wrong(
    'drops nothing where ALL are added',
    securesContainers(({ capabilities }) => {
      if (capabilities?.add_capabilities.includes('ALL')) capabilities.drop_capabilities = []
    }),
  ),
  'security.privileged.paths/as-others': wrong(
    'leaves the kernel’s files of privileged containers masked and read-only',
    securesContainers((it) => {
      if (it.privileged) Object.assign(it, { privileged: false, capabilities: allCapabilities() })
    }),
  ),
  'security.privileged.devices/none': wrong(
    'gives privileged containers no devices of the host',
    securesContainers((it) => {
      if (it.privileged) Object.assign(it, { privileged: false, capabilities: allCapabilities() })
    }),
  ),
  'security.unprivileged-defaults/host-device': wrong(
    'gives every container a device of the host',
    makesContainers(({ devices }) => {
      devices.push({ container_path: '/dev/kmsg', host_path: '/dev/kmsg', permissions: 'r' })
    }),
  ),
  'security.unprivileged-defaults/mount-allowed': wrong(
    'lets every container mount',
    securesContainers((it) => {
      it.capabilities ??= { ...allCapabilities(), add_capabilities: [] }
      it.capabilities.add_capabilities.push('SYS_ADMIN')
    }),
  ),
  'security.unprivileged-defaults/kernel-files': wrong(
    'lets every container write sysctls',
    securesContainers((it) => {
      it.readonly_paths = []
    }),
  ),
  'security.masked-paths/files-only': wrong(
    'masks no folders',
    securesContainers((it) => {
      it.masked_paths = it.masked_paths.filter((path) => path !== '/home')
    }),
  ),
  'security.masked-paths.empty/default': wrong(
    'masks paths where none are to be masked',
    securesContainers((it) => {
      if (it.masked_paths.length === 0) it.masked_paths = ['/proc/interrupts']
    }),
  ),
  'security.readonly-paths/outside-proc': wrong(
    'makes paths read-only in procfs only',
    securesContainers((it) => {
      it.readonly_paths = it.readonly_paths.filter((path) => path.startsWith('/proc/'))
    }),
  ),
})

function inherits(
  change: (container: LinuxContainerSecurityContext, sandbox: SandboxContext) => void,
) {
  return changesRequest('CreateContainer', ({ config, sandbox_config }) => {
    const [container, sandbox] = [config, sandbox_config].map((it) => it?.linux?.security_context)
    if (container && sandbox) {
      change(container as LinuxContainerSecurityContext, sandbox as SandboxContext)
    }
  })
}

type SandboxContext = Pick<
  LinuxContainerSecurityContext,
  'run_as_user' | 'supplemental_groups' | 'readonly_rootfs' | 'seccomp'
>

function allCapabilities(): Capability {
  return { add_capabilities: ['ALL'], drop_capabilities: [], add_ambient_capabilities: [] }
}

// Of what `identity` of the workload prints.
type Groups = Readonly<Record<'gids' | 'groups', readonly string[]>>

function withoutPrimaryGroup(stdout: Uint8Array): Uint8Array {
  const identity = JSON.parse(Buffer.from(stdout).toString()) as Groups
  const groups = identity.groups.filter((each) => each !== identity.gids[0])
  return Buffer.from(JSON.stringify({ ...identity, groups }))
}
