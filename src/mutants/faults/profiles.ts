import { securesContainers, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesRequest } from '../hooks.ts'

/** Faults in privilege, paths and profiles of containers. */
export const PROFILES_FAULTS = faults({
  'security.privileged.caps/ignored': wrong(
    'makes no container privileged',
    securesContainers((it) => {
      it.privileged = false
    }),
  ),
  'security.privileged.needs-sandbox/taken': wrong(
    'takes privileged containers in pods that are not',
    securesPods((it) => {
      it.privileged = true
    }),
    changesRequest('CreateContainer', ({ sandbox_config }) => {
      const context = sandbox_config?.linux?.security_context
      if (context) context.privileged = true
    }),
  ),
  'security.unprivileged-defaults/privileged': wrong(
    'makes every container privileged',
    securesPods((it) => {
      it.privileged = true
    }),
    securesContainers((it) => {
      it.privileged = true
    }),
  ),
  'security.readonly-rootfs/writable': wrong(
    'makes every root file system writable',
    securesContainers((it) => {
      it.readonly_rootfs = false
    }),
  ),
  'security.readonly-rootfs/always': wrong(
    'makes every root file system read-only',
    securesContainers((it) => {
      it.readonly_rootfs = true
    }),
  ),
  'security.no-new-privs/never': wrong(
    'never sets no_new_privs',
    securesContainers((it) => {
      it.no_new_privs = false
    }),
  ),
  'security.no-new-privs/always': wrong(
    'always sets no_new_privs',
    securesContainers((it) => {
      it.no_new_privs = true
    }),
  ),
  'security.masked-paths/none': wrong(
    'masks no paths',
    securesContainers((it) => {
      it.masked_paths = []
    }),
  ),
  'security.readonly-paths/none': wrong(
    'makes no paths read-only',
    securesContainers((it) => {
      it.readonly_paths = []
    }),
  ),
  'seccomp.runtime-default/unconfined': wrong(
    'runs containers without a seccomp filter',
    securesContainers((it) => {
      it.seccomp = { profile_type: 'Unconfined', localhost_ref: '' }
    }),
  ),
  'seccomp.unconfined/default': wrong(
    'filters containers that should be unconfined',
    securesContainers((it) => {
      if (it.seccomp?.profile_type === 'Unconfined') it.seccomp.profile_type = 'RuntimeDefault'
    }),
  ),
  'seccomp.localhost/default': wrong(
    'takes its own seccomp profile in place of one on the host',
    securesContainers((it) => {
      if (it.seccomp?.profile_type === 'Localhost') {
        it.seccomp = { profile_type: 'RuntimeDefault', localhost_ref: '' }
      }
    }),
  ),
  'seccomp.localhost-missing/default': wrong(
    'takes its own seccomp profile where one on the host is missing',
    securesContainers((it) => {
      if (it.seccomp?.profile_type === 'Localhost') {
        it.seccomp = { profile_type: 'RuntimeDefault', localhost_ref: '' }
      }
    }),
  ),
  'seccomp.unset-unconfined/default': wrong(
    'filters containers that ask for no seccomp profile',
    securesContainers((it) => {
      if (!it.seccomp && !it.seccomp_profile_path) {
        it.seccomp = { profile_type: 'RuntimeDefault', localhost_ref: '' }
      }
    }),
  ),
  'seccomp.privileged-off/filtered': wrong(
    'filters privileged containers that name a seccomp profile',
    securesContainers((it) => {
      if (it.seccomp) it.privileged = false
    }),
  ),
  'seccomp.legacy-string/ignored': wrong(
    'ignores seccomp profiles in the deprecated form',
    securesContainers((it) => {
      it.seccomp_profile_path = ''
    }),
  ),
  'seccomp.legacy-string/wins': wrong(
    'takes the deprecated form of a seccomp profile before the other',
    securesContainers((it) => {
      if (it.seccomp_profile_path === 'runtime/default') {
        it.seccomp = { profile_type: 'RuntimeDefault', localhost_ref: '' }
      }
    }),
  ),
  'apparmor.unloaded/ignored': wrong(
    'runs containers without an AppArmor profile where it is not loaded',
    securesContainers((it) => {
      if (it.apparmor?.profile_type === 'Localhost') it.apparmor = null
    }),
  ),
  'seccomp.sandbox/ignored': wrong(
    'ignores the seccomp profile of a pod',
    securesPods((it) => {
      it.seccomp = null
    }),
  ),
})
