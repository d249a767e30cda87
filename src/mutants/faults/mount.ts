import { existsSync } from 'node:fs'
import { makesContainers } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { after, changesRequest, refuses } from '../hooks.ts'

/** Faults in mounts and devices of containers. */
export const MOUNT_FAULTS = faults({
  'mount.bind/dropped': wrong(
    'makes containers without their mounts',
    makesContainers((it) => {
      it.mounts = []
    }),
  ),
  'mount.readonly/writable': wrong(
    'mounts everything writable',
    makesContainers(({ mounts }) => {
      for (const it of mounts) it.readonly = false
    }),
  ),
  'mount.readonly/always': wrong(
    'mounts everything read-only',
    makesContainers(({ mounts }) => {
      for (const it of mounts) it.readonly = true
    }),
  ),
  'mount.propagation.private/slave': wrong(
    'lets private mounts see what is mounted later',
    makesContainers(({ mounts }) => {
      for (const it of mounts) {
        if (it.propagation === 'PROPAGATION_PRIVATE')
          it.propagation = 'PROPAGATION_HOST_TO_CONTAINER'
      }
    }),
  ),
  'mount.propagation.slave/private': wrong(
    'mounts everything private',
    makesContainers(({ mounts }) => {
      for (const it of mounts) it.propagation = 'PROPAGATION_PRIVATE'
    }),
  ),
  'mount.propagation.shared/one-way': wrong(
    'lets the host see no mounts of a container',
    makesContainers(({ mounts }) => {
      for (const it of mounts) {
        if (it.propagation === 'PROPAGATION_BIDIRECTIONAL')
          it.propagation = 'PROPAGATION_HOST_TO_CONTAINER'
      }
    }),
  ),
  'mount.recursive-read-only/top-only': wrong(
    'makes only the top of a recursively read-only mount read-only',
    makesContainers(({ mounts }) => {
      for (const it of mounts) it.recursive_read_only = false
    }),
  ),
  'mount.recursive-read-only.bad-combination/taken': wrong(
    'takes recursive read-only without readonly',
    makesContainers(({ mounts }) => {
      for (const it of mounts) if (!it.readonly) it.recursive_read_only = false
    }),
  ),
  'mount.recursive-read-only.bad-combination/made-private': wrong(
    'takes recursive read-only with propagation',
    makesContainers(({ mounts }) => {
      for (const it of mounts) if (it.recursive_read_only) it.propagation = 'PROPAGATION_PRIVATE'
    }),
  ),
  'mount.recursive-read-only.unsupported/ignored': wrong(
    'ignores recursive read-only where it cannot do it',
    makesContainers(({ mounts }) => {
      for (const it of mounts) it.recursive_read_only = false
    }),
  ),
  'mount.image/empty': wrong(
    'mounts an empty folder in place of an image',
    makesContainers((it) => {
      it.mounts = it.mounts.filter(({ image }) => !image)
    }),
  ),
  'mount.image.missing/left-out': wrong(
    'makes containers without images that it does not have',
    changesRequest('CreateContainer', async ({ config }, { runtime }) => {
      for (const it of [...(config?.mounts ?? [])]) {
        if (!it.image || (await runtime.imageStatus({ image: it.image })).image) continue
        config?.mounts.splice(config.mounts.indexOf(it), 1)
      }
    }),
  ),
  'mount.image.excludes-host-path/ignored': wrong(
    'ignores a host path beside an image',
    makesContainers(({ mounts }) => {
      for (const it of mounts) if (it.image) it.host_path = ''
    }),
  ),
  'mount.image.in-use/not-removed': wrong(
    'never removes an image that was mounted',
    after('CreateContainer', ({ request, memory }) => {
      for (const { image } of request.config?.mounts ?? []) memory.set(image?.image ?? '', true)
    }),
    refuses('RemoveImage', 'FAILED_PRECONDITION', ({ image }, { memory }) =>
      memory.has(image?.image || 'none'),
    ),
  ),
  'mount.image.sub-path/ignored': wrong(
    'mounts a whole image where a part was asked for',
    makesContainers(({ mounts }) => {
      for (const it of mounts) it.image_sub_path = ''
    }),
  ),
  'device.present/dropped': wrong(
    'makes containers without their devices',
    makesContainers((it) => {
      it.devices = []
    }),
  ),
  'device.permissions/all': wrong(
    'gives all rights on devices',
    makesContainers(({ devices }) => {
      for (const it of devices) it.permissions = 'rwm'
    }),
  ),
  'device.missing/ignored': wrong(
    'makes containers without devices that are missing',
    makesContainers((it) => {
      it.devices = it.devices.filter(({ host_path }) => existsSync(host_path))
    }),
  ),
  'cdi.unknown/ignored': wrong(
    'ignores CDI devices that it does not know',
    makesContainers((it) => {
      it.CDI_devices = it.CDI_devices.filter(({ name }) => !/unknown|not a/.test(name))
    }),
  ),
  'cdi.injected/first-only': wrong(
    'injects the first of several CDI devices',
    makesContainers((it) => {
      it.CDI_devices.splice(1)
    }),
  ),
})
