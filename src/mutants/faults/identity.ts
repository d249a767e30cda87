import { securesContainers } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { refuses } from '../hooks.ts'

/** Faults in users, groups and capabilities. */
export const IDENTITY_FAULTS = faults({
  'security.run-as-user/root': wrong(
    'runs every process as root',
    securesContainers((it) => {
      it.run_as_user = { value: 0n }
    }),
  ),
  'security.run-as-user/zero-is-unset': wrong(
    'takes uid 0 for no uid',
    securesContainers((it) => {
      if (it.run_as_user?.value === 0n) it.run_as_user = null
    }),
  ),
  'security.run-as-user.not-in-passwd/refused': wrong(
    'refuses uids that the image does not name',
    refuses(
      'CreateContainer',
      'INVALID_ARGUMENT',
      ({ config }) => (config?.linux?.security_context?.run_as_user?.value ?? 0n) > 20_000n,
    ),
  ),
  'security.run-as-group/ignored': wrong(
    'ignores the primary group',
    securesContainers((it) => {
      it.run_as_group = null
    }),
  ),
  'security.run-as-group.needs-user/taken': wrong(
    'takes a group without a user',
    securesContainers((it) => {
      if (!it.run_as_user && !it.run_as_username) it.run_as_group = null
    }),
  ),
  'security.run-as-username/ignored': wrong(
    'ignores user names',
    securesContainers((it) => {
      it.run_as_username = ''
    }),
  ),
  'security.run-as-username.missing/as-root': wrong(
    'runs as root where it does not know a user name',
    securesContainers((it) => {
      if (it.run_as_username) Object.assign(it, { run_as_username: '', run_as_user: { value: 0n } })
    }),
  ),
  'security.supplemental-groups/dropped': wrong(
    'drops supplementary groups',
    securesContainers((it) => {
      it.supplemental_groups = []
    }),
  ),
  'security.supplemental-groups/first-only': wrong(
    'sets the first of the supplementary groups only',
    securesContainers((it) => {
      it.supplemental_groups = it.supplemental_groups.slice(0, 1)
    }),
  ),
  'security.supplemental-groups.merge/strict': wrong(
    'adds no groups of the image to those given',
    securesContainers((it) => {
      it.supplemental_groups_policy = 'Strict'
    }),
  ),
  'security.supplemental-groups.strict/merged': wrong(
    'adds the groups of the image where it should not',
    securesContainers((it) => {
      it.supplemental_groups_policy = 'Merge'
    }),
  ),
  'security.caps.add/dropped': wrong(
    'adds no capabilities',
    securesContainers(({ capabilities }) => {
      if (capabilities) capabilities.add_capabilities = []
    }),
  ),
  'security.caps.drop/kept': wrong(
    'drops no capabilities',
    securesContainers(({ capabilities }) => {
      if (capabilities) capabilities.drop_capabilities = []
    }),
  ),
  'security.caps.drop-all/kept': wrong(
    'does not know ALL among capabilities to drop',
    securesContainers(({ capabilities }) => {
      if (capabilities) {
        capabilities.drop_capabilities = capabilities.drop_capabilities.filter((it) => it !== 'ALL')
      }
    }),
  ),
  'security.caps.add-all/kept': wrong(
    'does not know ALL among capabilities to add',
    securesContainers(({ capabilities }) => {
      if (capabilities) {
        capabilities.add_capabilities = capabilities.add_capabilities.filter((it) => it !== 'ALL')
      }
    }),
  ),
  'security.caps.default/one-more': wrong(
    'gives every container the right to administer the system',
    securesContainers((it) => {
      it.capabilities ??= {
        add_capabilities: [],
        drop_capabilities: [],
        add_ambient_capabilities: [],
      }
      it.capabilities.add_capabilities.push('SYS_ADMIN')
    }),
  ),
  'security.caps.names/prefix-needed': wrong(
    'refuses capabilities without the prefix CAP_',
    refuses('CreateContainer', 'INVALID_ARGUMENT', ({ config }) =>
      (config?.linux?.security_context?.capabilities?.add_capabilities ?? []).some(
        (it) => it !== 'ALL' && !it.startsWith('CAP_'),
      ),
    ),
  ),
  'security.caps.ambient/dropped': wrong(
    'adds no ambient capabilities',
    securesContainers(({ capabilities }) => {
      if (capabilities) capabilities.add_ambient_capabilities = []
    }),
  ),
})
