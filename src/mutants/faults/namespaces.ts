import { placesContainers, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'

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
  'userns.pod.mapping/none': wrong(
    'runs pods without the user namespace that was asked for',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
    placesContainers((it) => {
      it.userns_options = null
    }),
  ),
  'userns.unsupported-refused/ignored': wrong(
    'runs pods without a user namespace where it cannot make one',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
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
