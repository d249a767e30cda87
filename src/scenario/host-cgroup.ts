import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from './expect.ts'

/** A cgroup that was there before a pod, as a kubelet makes it, with limits of its own. */
export interface GivenCgroup {
  /** As a pod's `cgroup_parent`. */
  readonly path: string
  /** Its limit files as they stand; throws where one of its folders is gone. */
  limits(): Readonly<Record<string, string>>
}

interface Limit {
  readonly folder: string
  readonly file: string
  readonly value: string
}

/** Makes the cgroup in the hierarchies of memory and processor, or in the one of cgroup v2. */
export function makeCgroup(path: string, isV2: boolean): GivenCgroup {
  const limits = isV2 ? limitsV2(path) : limitsV1(path)
  for (const { folder, file, value } of limits) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), value)
  }
  return {
    path,
    limits: () => {
      const files = limits.map(({ folder, file }) => join(folder, file))
      for (const file of files) expect(existsSync(file), `${file} is there`).toBe(true)
      return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8').trim()]))
    },
  }
}

const MEMORY_BYTES = String(512 * 1024 * 1024)

function limitsV1(path: string): readonly Limit[] {
  return [
    { controller: 'memory', file: 'memory.limit_in_bytes', value: MEMORY_BYTES },
    { controller: 'cpu', file: 'cpu.cfs_quota_us', value: '150000' },
    { controller: 'cpu', file: 'cpu.shares', value: '1536' },
  ].map(({ controller, ...limit }) => ({ folder: join(mountOf(controller), path), ...limit }))
}

function limitsV2(path: string): readonly Limit[] {
  const root = '/sys/fs/cgroup'
  const parents = path.split('/').filter(Boolean)
  // A controller is there where each cgroup above hands it on.
  for (let depth = 0; depth < parents.length; depth++) {
    const folder = join(root, ...parents.slice(0, depth))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'cgroup.subtree_control'), '+memory +cpu')
  }
  const folder = join(root, path)
  return [
    { folder, file: 'memory.max', value: MEMORY_BYTES },
    { folder, file: 'cpu.max', value: '150000 100000' },
    { folder, file: 'cpu.weight', value: '60' },
  ]
}

function mountOf(controller: string): string {
  const line = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((it) => it.split(' '))
    .find(([, , type, options]) => type === 'cgroup' && options?.split(',').includes(controller))
  if (!line?.[1]) throw new Error(`no hierarchy of ${controller} is mounted`)
  return line[1]
}
