import { execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Mount } from '../../cri/gen/messages.ts'
import { bindMount } from '../bind-mount.ts'
import { makesContainers } from '../config-hooks.ts'
import { type AnyCall, faults, Refusal, wrong } from '../fault.ts'
import { after, before, changesRequest, refuses } from '../hooks.ts'

const run = promisify(execFile)

const OWN_FILES = /^\/(etc\/(hosts|hostname|resolv\.conf)|dev\/(shm|termination-log))$/
const PLACE = '/run/crivet-fault'
// Nothing else may be touched: the folders that a run makes for its scenarios.
const FOLDER_OF_A_RUN = /^\/.*\/crivet-[^/]+\/folders\/[^/]+/

/** Faults in what of the host is mounted where, and in what becomes of it. */
export const MOUNTS_HOST_FAULTS = faults({
  'mount.source-symlink/refused': wrong(
    'refuses symbolic links as the source of a mount',
    refuses(
      'CreateContainer',
      'INVALID_ARGUMENT',
      ({ config }) => config?.mounts.some(isLink) ?? false,
    ),
  ),
  'mount.target-symlink-contained/on-host': wrong(
    'follows links of the image to the host where it makes the target of a mount',
    makesContainers(({ mounts }) => {
      for (const it of mounts) {
        const target = it.container_path.replace(/^\/(up|root)/, '')
        if (target === it.container_path || !FOLDER_OF_A_RUN.test(target)) continue
        mkdirSync(target, { recursive: true })
        it.container_path = target
      }
    }),
  ),
  'mount.order/hidden': wrong(
    'hides a mount beneath one that is listed later',
    makesContainers((config) => {
      config.mounts = config.mounts.filter((it, index) => {
        const later = config.mounts.slice(index + 1)
        return !later.some((other) => it.container_path.startsWith(`${other.container_path}/`))
      })
    }),
  ),
  'mount.overrides-runtime-files/own': wrong(
    'keeps its own files where a mount was asked for',
    makesContainers((it) => {
      it.mounts = it.mounts.filter(({ container_path }) => !OWN_FILES.test(container_path))
    }),
  ),
  'mount.overrides-runtime-files/own-shm': wrong(
    'keeps its own shared memory where a mount was asked for',
    makesContainers((it) => {
      it.mounts = it.mounts.filter(({ container_path }) => container_path !== '/dev/shm')
    }),
  ),
  'mount.submounts/flat': wrong(
    'mounts a folder without what is mounted below it',
    changesRequest('CreateContainer', async ({ config }, call) => {
      for (const it of config?.mounts ?? []) {
        if (FOLDER_OF_A_RUN.test(it.host_path)) it.host_path = await flat(call, it.host_path)
      }
    }),
  ),
  'mount.propagation.source-not-shared/taken': wrong(
    'takes any propagation from a mount that is private',
    makesContainers(({ mounts }) => {
      for (const it of mounts) {
        if (!isShared(it.host_path)) it.propagation = 'PROPAGATION_PRIVATE'
      }
    }),
  ),
  'mount.image/writable': wrong(
    'mounts a folder of the host in place of an image that is not said to be read-only',
    changesRequest('CreateContainer', ({ config }, { atEnd }) => {
      for (const it of config?.mounts ?? []) {
        if (!it.image || it.readonly) continue
        const made = ownFolder('image-')
        mkdirSync(join(made, 'folder'))
        atEnd(() => rmSync(made, { recursive: true }))
        Object.assign(it, { image: null, host_path: made })
      }
    }),
  ),
  'mount.image.sub-path/leads-out': wrong(
    'follows a sub path of an image to the host',
    makesContainers(({ mounts }) => {
      for (const it of mounts) {
        if (!/^(up|root)$|\.\./.test(it.image_sub_path)) continue
        Object.assign(it, { image: null, image_sub_path: '', host_path: '/' })
      }
    }),
  ),
  'container.remove.volumes-untouched/emptied': wrong(
    'empties what was mounted when it removes a container',
    after('CreateContainer', ({ request, memory }, { container_id }) => {
      memory.set(container_id, request.config?.mounts)
    }),
    after('RemoveContainer', ({ request, memory, touch }) => {
      for (const { host_path } of (memory.get(request.container_id) ?? []) as readonly Mount[]) {
        if (emptied(host_path)) touch()
      }
    }),
  ),
  'container.process.image-volumes/kept': wrong(
    'keeps what is in the volume of an image for the next container',
    changesRequest('CreateContainer', ({ config }, { atEnd, memory }) => {
      if (!config || config.mounts.length > 0) return
      if (!memory.has('volume')) {
        const made = ownFolder('volume-')
        chmodSync(made, 0o777)
        memory.set('volume', made)
        atEnd(() => rmSync(made, { recursive: true }))
      }
      config.mounts.push(bindMount(String(memory.get('volume')), '/data'))
    }),
  ),
  'pod.stop.root-mounted-elsewhere/busy': wrong(
    'fails to stop a pod at first as long as a container holds the root of the host',
    after('CreateContainer', ({ request, memory }, { container_id }) => {
      const holds = request.config?.mounts.some(({ host_path }) => host_path === '/')
      if (holds) memory.set(container_id, true)
    }),
    after('RemoveContainer', ({ request, memory }) => {
      memory.delete(request.container_id)
    }),
    before('StopPodSandbox', ({ request, memory, touch }) => {
      const id = `stopped ${request.pod_sandbox_id}`
      if (memory.has(id) || ![...memory.keys()].some((it) => !it.startsWith('stopped'))) return
      memory.set(id, true)
      touch()
      throw new Refusal('UNKNOWN', 'device or resource busy')
    }),
  ),
})

function isShared(mountPoint: string): boolean {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  return lines.some((line) => line.includes(` ${mountPoint} `) && line.includes(' shared:'))
}

function isLink({ host_path }: Mount): boolean {
  return lstatSync(host_path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

function ownFolder(prefix: string): string {
  mkdirSync(PLACE, { recursive: true })
  return mkdtempSync(join(PLACE, prefix))
}

async function flat({ atEnd }: AnyCall, path: string): Promise<string> {
  if (!lstatSync(path).isDirectory()) return path
  const copy = ownFolder('flat-')
  await run('mount', ['--bind', path, copy])
  atEnd(() => spawn('sh', ['-c', 'umount -l "$0"; rmdir "$0"', copy]))
  return copy
}

function emptied(folder: string): boolean {
  if (!FOLDER_OF_A_RUN.test(folder)) return false
  if (!lstatSync(folder).isDirectory()) folder = dirname(folder)
  const files = readdirSync(folder, { withFileTypes: true }).filter((it) => it.isFile())
  for (const { name } of files) rmSync(join(folder, name))
  return files.length > 0
}
