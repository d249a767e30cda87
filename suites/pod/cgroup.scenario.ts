import { basename } from 'node:path'
import { expect, scenario } from 'crivet'

const JUDGED = ['cpu', 'memory', 'pids', 'cpuset']

scenario(
  'pod.cgroup.parent',
  { requirement: 'pod.run.cgroup-parent' },
  async ({ host, pod, unique }) => {
    const mark = unique('cgroup')
    await pod.run(['sleep', 'infinity', mark])
    const pid = await host.processWith(mark)
    const parent = basename(pod.config.linux?.cgroup_parent ?? '')
    expect(parent).not.toBe('')
    // The sandbox's own process, where there is one, is in the pod's network too.
    for (const each of host.processesSharing('net', pid)) {
      const groups = host
        .read(`/proc/${each}/cgroup`)
        .split('\n')
        .map((line) => line.split(':'))
      const judged = groups.filter(([hierarchy, controllers]) =>
        hierarchy === '0' ? groups.length <= 2 : JUDGED.some((it) => controllers?.includes(it)),
      )
      expect(judged).not.toEqual([])
      for (const [, , path] of judged) expect(path).toContain(`/${parent}/`)
    }
  },
)
