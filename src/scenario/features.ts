import { lookup } from 'node:dns/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FeatureFinding, Finding } from '../../reports/surroundings.ts'
import { CriError } from '../cri/error.ts'
import { CrivetError } from '../errors.ts'
import { isSharedMount } from '../runtimes/mounts.ts'
import type { FeatureName } from '../spec/requirement.ts'
import { StreamRefused } from '../streaming/errors.ts'
import { builtWith } from './built-with.ts'
import {
  cgroupFile,
  declared,
  type FeatureProbe,
  handlerFeature,
  offered,
  ofHost,
  opensAndStays,
} from './feature-probes.ts'
import { HostFixture } from './fixtures/host.ts'
import { StreamsFixture } from './fixtures/streams.ts'
import { globalAddresses } from './global-addresses.ts'
import { runPod } from './handles/pod.ts'
import { findHostMounts } from './host-mounts.ts'
import { findCdi, findImageVolumes } from './mount-features.ts'
import { otherHandlers } from './other-handlers.ts'
import { type Scope, uniqueName } from './scope.ts'
import { storeTool } from './store-tool.ts'

/** Finds out, once per run and only when asked, which optional features target and host have. */
export class FeatureProbes {
  readonly #findings = new Map<FeatureName, Promise<Finding>>()

  /** Whether the feature is there. */
  find(name: FeatureName, scope: Scope): Promise<Finding> {
    const known = this.#findings.get(name)
    if (known) return known
    const probe = PROBES[name]
    if (!probe) throw new CrivetError('CRIVET_INTERNAL', `no probe for the feature ${name}`)
    const finding = (async () => probe(scope))()
    this.#findings.set(name, finding)
    return finding
  }

  /** All that was found out so far, by name; a probe that broke has its scenarios to tell. */
  async found(): Promise<readonly FeatureFinding[]> {
    const settled = await Promise.all(
      [...this.#findings].map(([name, finding]) =>
        finding.then(
          (it) => [{ name, ...it }],
          () => [],
        ),
      ),
    )
    return settled.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

const SECCOMP = '/proc/sys/kernel/seccomp/actions_avail'

// Features that no scenario rests on yet have no probe.
const PROBES: Readonly<Partial<Record<FeatureName, FeatureProbe>>> = {
  'runtime-handlers': (scope) =>
    declared(scope, 'Status.runtime_handlers', ({ runtime_handlers }) =>
      runtime_handlers.map(({ name }) => JSON.stringify(name)).join(', '),
    ),
  'several-handlers': async ({ cri, target }) => {
    const others = await otherHandlers(cri, target)
    return {
      present: others.length > 0,
      ofHost: true,
      question: 'the runtime has a handler beside its default one',
      answer: others.join(', ') || 'none is known',
    }
  },
  'recursive-read-only-mounts': (scope) => handlerFeature(scope, 'recursive_read_only_mounts'),
  'without-recursive-read-only-mounts': async (scope) => {
    const { present, ...probe } = await handlerFeature(scope, 'recursive_read_only_mounts')
    return { ...probe, present: !present, ofHost: true }
  },
  'user-namespaces': (scope) => handlerFeature(scope, 'user_namespaces'),
  'user-namespaces-host-network': (scope) =>
    declared(scope, 'Status.features.user_namespaces_host_network', ({ features }) =>
      features?.user_namespaces_host_network ? 'true' : '',
    ),
  'supplemental-groups-policy': (scope) =>
    declared(scope, 'Status.features.supplemental_groups_policy', ({ features }) =>
      features?.supplemental_groups_policy ? 'true' : '',
    ),
  checkpoint: async (scope) => {
    const pod = await scope.harness.sharedPod.for(scope)
    const { id: container_id } = await pod.run('sleep infinity')
    const location = join(scope.target.stateDir, `${container_id}.tar`)
    const question = 'CheckpointContainer of a running container is offered here'
    try {
      await scope.cri.checkpointContainer({ container_id, location, timeout: 30 })
      return { present: true, question, answer: 'it works' }
    } catch (error) {
      if (!(error instanceof CriError) || error.source === 'client') throw error
      // A node without a working CRIU has no checkpoints, whatever code says so.
      const absent =
        error.code === 'UNIMPLEMENTED' || /criu|not (available|supported)/i.test(error.details)
      return { present: !absent, question, answer: error.message }
    }
  },
  events: offered('GetContainerEvents', opensAndStays),
  'image-volume': findImageVolumes,
  cdi: findCdi,
  'pod-sandbox-stats': offered('PodSandboxStats', ({ cri }) =>
    cri.podSandboxStats({ pod_sandbox_id: 'crivet-no-such-pod' }),
  ),
  'pod-sandbox-metrics': offered('ListPodSandboxMetrics', ({ cri }) =>
    cri.listPodSandboxMetrics({}),
  ),
  'streaming-list': offered('StreamPodSandboxes', async ({ cri }) => {
    for await (const _ of cri.streamPodSandboxes({})) break
  }),
  'pod-resize': offered('UpdatePodSandboxResources', ({ cri }) =>
    cri.updatePodSandboxResources({ pod_sandbox_id: 'crivet-no-such-pod' }),
  ),
  'runtime-config': offered('RuntimeConfig', ({ cri }) => cri.runtimeConfig({})),
  'pod-status-containers': async (scope) => {
    const { id } = await scope.harness.sharedPod.for(scope)
    const { timestamp } = await scope.cri.podSandboxStatus({ pod_sandbox_id: id })
    return {
      present: timestamp !== 0n,
      question: 'PodSandboxStatus answers a timestamp',
      answer: String(timestamp),
    }
  },
  'host-port': ({ target }) => ({
    present: target.launched?.hostPorts ?? false,
    ofHost: true,
    question: 'the CNI network in use maps host ports',
    answer: target.launched
      ? `crivet configured it: ${target.launched.hostPorts}`
      : 'crivet did not configure the network of this runtime',
  }),
  'dual-stack': async (scope) => {
    const pod = await scope.harness.sharedPod.for(scope)
    const { interfaces } = await (await pod.run('pause')).inspect()
    const addresses = interfaces.flatMap(globalAddresses)
    const families = new Set(addresses.map((it) => (it.includes(':') ? 'IPv6' : 'IPv4')))
    return {
      present: families.size === 2,
      ofHost: true,
      question: 'a pod’s interface holds global addresses of both families',
      answer: addresses.join(', ') || 'none',
    }
  },
  'websocket-streaming': async (scope) => {
    const pod = await scope.harness.sharedPod.for(scope)
    const container = await pod.run('pause')
    const question = 'the streaming server answers 101 to a WebSocket upgrade'
    try {
      const streams = new StreamsFixture(scope)
      const dial = { protocol: 'websocket', stdout: true } as const
      const session = await streams.exec(container, 'exit 0', dial)
      await session.close()
      return { present: true, question, answer: `101, with ${session.subprotocol}` }
    } catch (error) {
      if (!(error instanceof StreamRefused)) throw error
      return { present: false, question, answer: error.message }
    }
  },
  'pinned-images': async ({ cri }) => {
    const { images } = await cri.listImages({})
    const pinned = images.filter((image) => image.pinned)
    return {
      present: pinned.length > 0,
      question: 'ListImages shows an image with pinned = true',
      answer: `${pinned.length} of ${images.length} are pinned`,
    }
  },
  'shared-image-store': ({ target }) => {
    const tool = storeTool(target)
    return {
      present: tool !== undefined,
      ofHost: true,
      question: 'a tool that works on the store of a launched runtime is installed',
      answer: tool ?? (target.launched ? 'none' : 'crivet did not launch this runtime'),
    }
  },
  'sandbox-process': async (scope) => {
    const view = await scope.harness.hostView.find(scope)
    if (!view.present) return view
    const pod = await runPod(scope)
    const mark = uniqueName(scope, 'sandbox')
    await pod.run(['sleep', 'infinity', mark])
    const { processes } = new HostFixture(scope)
    const pid = await processes.one(mark)
    const others = processes.sharing('net', pid).length - 1
    return {
      present: others > 0,
      question: 'a process besides the container’s is in the network namespace of a pod',
      answer: String(others),
    }
  },
  'stop-signal': async (scope) => {
    const pod = await scope.harness.sharedPod.for(scope)
    const config = { stop_signal: 'SIGNAL_SIGUSR1' } as const
    const container = await pod.run('on-signal USR1=10 TERM=15', config)
    const { stop_signal } = await container.status()
    await container.logged('ready')
    await container.stop({ timeout: 30 })
    const { exit_code } = await container.exited()
    return {
      present: exit_code === 10 || !/DEFAULT$/.test(stop_signal),
      question:
        'a container created with the stop signal USR1 receives it, or its status tells one',
      answer: `${exit_code === 10 ? 'received' : 'not received'}; stop_signal is ${stop_signal}`,
    }
  },
  hugepages: (scope) =>
    cgroupFile(scope, 'a container has limits of huge pages in its cgroup', /^hugetlb\./),
  'swap-accounting': (scope) =>
    cgroupFile(
      scope,
      'a container has a limit of swap in its cgroup',
      /^memory\.(memsw\.limit_in_bytes|swap\.max)$/,
    ),
  seccomp: ({ target }) =>
    builtWith('Seccomp', ofHost(existsSync(SECCOMP), `${SECCOMP} exists`), target),
  apparmor: ({ target }) => {
    const onHost = ofHost(target.host.lsms.includes('apparmor'), 'AppArmor is enabled')
    return builtWith('AppArmor', onHost, target)
  },
  selinux: ({ target }) => ofHost(target.host.lsms.includes('selinux'), 'SELinux is enabled'),
  swap: ({ target }) => ofHost(target.host.swap, '/proc/swaps has an entry'),
  'cgroup-v2': ({ target }) => ofHost(target.host.cgroup === 'v2', '/sys/fs/cgroup is cgroup2'),
  'cgroupfs-driver': ({ target }) =>
    ofHost(target.cgroupDriver === 'cgroupfs', 'pods are put into cgroups by cgroupfs'),
  'ipv6-localhost': async () => {
    const found = await lookup('localhost', { all: true })
    const isThere = found.some(({ address }) => address === '::1')
    return ofHost(isThere, 'localhost is ::1 too on this host')
  },
  'host-mounts': findHostMounts,
  'shared-host-root': () => ofHost(isSharedMount('/'), '/ is a shared mount'),
  psi: async (scope) => {
    const { psi, cgroup } = scope.target.host
    if (!psi || cgroup !== 'v2') return ofHost(false, 'cgroups are v2, and /proc/pressure exists')
    const container = await (await scope.harness.sharedPod.for(scope)).run('pause')
    const told = (await container.stats()).cpu?.psi
    const answer = told ? 'set' : 'not set'
    return { present: Boolean(told), question: 'ContainerStats.cpu.psi', answer }
  },
  windows: () => ofHost(false, 'the runtime runs on Windows'),
}
