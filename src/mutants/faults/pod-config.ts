import { runsPods, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesAnswer, changesRequest } from '../hooks.ts'

/** Faults in what pods are given. */
export const POD_CONFIG_FAULTS = faults({
  'pod.run.hostname/ignored': wrong(
    'gives pods a hostname of its own',
    runsPods((it) => {
      if (it.hostname) it.hostname = 'localhost'
    }),
  ),
  'pod.run.hostname/cut': wrong(
    'cuts hostnames at 32 characters',
    runsPods((it) => {
      it.hostname = it.hostname.slice(0, 32)
    }),
  ),
  'pod.run.dns.resolv-conf/servers-reordered': wrong(
    'writes the name servers in another order',
    runsPods(({ dns_config }) => {
      dns_config?.servers.reverse()
    }),
  ),
  'pod.run.dns.resolv-conf/options-dropped': wrong(
    'drops the options of a DNS config',
    runsPods(({ dns_config }) => {
      if (dns_config) dns_config.options = []
    }),
  ),
  'pod.run.dns.resolv-conf/ignored': wrong(
    'gives every pod the DNS config of the host',
    runsPods((it) => {
      it.dns_config = null
    }),
  ),
  'pod.run.dns.host-network/ignored': wrong(
    'gives pods on the host network the DNS config of the host',
    runsPods((it) => {
      const { network } = it.linux?.security_context?.namespace_options ?? {}
      if (network === 'NODE') it.dns_config = null
    }),
  ),
  'pod.run.dns.many-searches/cut': wrong(
    'writes six search domains at most',
    runsPods(({ dns_config }) => {
      if (dns_config) dns_config.searches = dns_config.searches.slice(0, 6)
    }),
  ),
  'pod.run.labels-round-trip/empty-lost': wrong(
    'loses labels with an empty value',
    runsPods((it) => {
      it.labels = Object.fromEntries(Object.entries(it.labels).filter(([, value]) => value !== ''))
    }),
  ),
  'pod.run.labels-round-trip/status-only': wrong(
    'answers no labels in the status of a pod',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.labels = {}
    }),
  ),
  'pod.run.labels-nothing-added/adds-one': wrong(
    'adds a label of its own',
    runsPods((it) => {
      it.labels['io.runtime/own'] = 'true'
    }),
  ),
  'pod.run.annotations-unaltered/trimmed': wrong(
    'trims the values of annotations',
    runsPods((it) => {
      for (const [key, value] of Object.entries(it.annotations)) {
        it.annotations[key] = value.replaceAll(/\s+/g, ' ').trim()
      }
    }),
  ),
  'pod.run.annotations-unaltered/adds-one': wrong(
    'adds an annotation of its own',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.annotations['io.runtime/own'] = 'true'
    }),
  ),
  'pod.run.cgroup-parent/ignored': wrong(
    'puts pods into a cgroup of its own choice',
    runsPods(({ linux }) => {
      if (linux) linux.cgroup_parent = `${linux.cgroup_parent}-elsewhere`
    }),
  ),
  'pod.run.log-directory-used/ignored': wrong(
    'writes logs into a folder of its own choice',
    runsPods((it) => {
      if (it.log_directory) it.log_directory = `${it.log_directory}-elsewhere`
    }),
    changesRequest('CreateContainer', ({ sandbox_config: it }) => {
      if (it?.log_directory) it.log_directory = `${it.log_directory}-elsewhere`
    }),
  ),
  'security.sandbox.group-needs-user/taken': wrong(
    'takes a sandbox group without a user',
    securesPods((it) => {
      if (!it.run_as_user) it.run_as_group = null
    }),
  ),
  'sysctl.namespaced/ignored': wrong(
    'does not apply sysctls',
    runsPods(({ linux }) => {
      if (linux) linux.sysctls = {}
    }),
  ),
  'sysctl.unusable-refused/dropped': wrong(
    'drops sysctls that it cannot set',
    runsPods(({ linux }) => {
      const namespaced = /^(kernel\.(shm|msg|sem)|fs\.mqueue|net)/
      const entries = Object.entries(linux?.sysctls ?? {})
      if (linux)
        linux.sysctls = Object.fromEntries(entries.filter(([name]) => namespaced.test(name)))
    }),
  ),
})
