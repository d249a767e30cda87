import { runsPods, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesAnswer } from '../hooks.ts'

/** Faults in the network of pods, and in what is told of it. */
export const POD_NETWORK_FAULTS = faults({
  'pod.network.ip-reported/none': wrong(
    'reports no address of a pod',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.network) status.network.ip = ''
    }),
  ),
  'pod.network.ip-reported/with-mask': wrong(
    'reports an address with its mask',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.network?.ip) status.network.ip += '/16'
    }),
  ),
  'pod.network.ip-truthful/other': wrong(
    'reports an address that the pod does not have',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.network?.ip) status.network.ip = status.network.ip.replace(/[0-9]+$/, '254')
    }),
  ),
  'pod.network.dual-stack/repeated': wrong(
    'repeats the primary address among the additional ones',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.network?.ip) status.network.additional_ips = [{ ip: status.network.ip }]
    }),
  ),
  'pod.network.dual-stack/one-family': wrong(
    'reports no additional addresses',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.network) status.network.additional_ips = []
    }),
  ),
  'pod.network.isolated/host': wrong(
    'runs every pod on the host network',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.network = 'NODE'
    }),
  ),
  'pod.network.host/isolated': wrong(
    'gives pods on the host network one of their own',
    securesPods(({ namespace_options }) => {
      if (namespace_options?.network === 'NODE') namespace_options.network = 'POD'
    }),
  ),
  'pod.network.port.host-port/ignored': wrong(
    'opens no host ports',
    runsPods((it) => {
      it.port_mappings = []
    }),
  ),
  'pod.network.port.host-port/other-port': wrong(
    'forwards a host port to the next container port',
    runsPods(({ port_mappings }) => {
      for (const it of port_mappings) it.container_port++
    }),
  ),
  'pod.network.port.container-only/opened': wrong(
    'opens the container port on the host where none was asked for',
    runsPods(({ port_mappings }) => {
      for (const it of port_mappings) if (it.host_port === 0) it.host_port = it.container_port
    }),
  ),
  'pod.network.port.udp-sctp/as-tcp': wrong(
    'forwards TCP in place of UDP',
    runsPods(({ port_mappings }) => {
      for (const it of port_mappings) it.protocol = 'TCP'
    }),
  ),
  'pod.network.port.host-ip/ignored': wrong(
    'opens a host port on all addresses',
    runsPods(({ port_mappings }) => {
      for (const it of port_mappings) it.host_ip = ''
    }),
  ),
})
