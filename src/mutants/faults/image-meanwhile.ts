import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type AnyCall, faults, Refusal, wrong } from '../fault.ts'
import { after, changesAnswer, changesRequest, refuses } from '../hooks.ts'
import { notes } from '../hooks-in-time.ts'

/** Faults in images that show only in company, or in some images. */
export const IMAGE_MEANWHILE_FAULTS = faults({
  'image.list.during-removal/fails': wrong(
    'fails to list images while one goes',
    notes('RemoveImage', () => 'an image goes'),
    refuses('ListImages', 'NOT_FOUND', (_, { memory }) => memory.has('an image goes')),
  ),
  'image.fsinfo.during-removal/fails': wrong(
    'fails to tell of the image file system while an image goes',
    notes('RemoveImage', () => 'an image goes'),
    refuses('ImageFsInfo', 'UNKNOWN', (_, { memory }) => memory.has('an image goes')),
  ),
  'image.pull.cancel/goes-on': wrong('goes on with a pull that is cancelled', {
    method: 'PullImage',
    around: async ({ request, runtime, signal, touch }, ask) => {
      signal.addEventListener('abort', () => {
        touch()
        runtime.pullImage(request).catch(() => undefined)
      })
      return ask()
    },
  }),
  'image.pull.cancel/not-heard': wrong('does not hear that a pull is cancelled', {
    method: 'PullImage',
    around: async ({ request, runtime, signal, touch }) => {
      signal.addEventListener('abort', () => touch())
      return runtime.pullImage(request)
    },
  }),
  'image.pull.formats/docker-refused': wrong(
    'refuses images in Docker’s formats',
    refuses('PullImage', 'UNKNOWN', ({ image }) => /\/docker-/.test(image?.image ?? '')),
  ),
  'image.pull.zstd/refused': wrong(
    'refuses layers packed with zstd',
    refuses('PullImage', 'UNKNOWN', ({ image }) => /\/zstd/.test(image?.image ?? '')),
  ),
  'image.pull.multi-arch/other-platform': wrong(
    'takes another image than an index has for the platform',
    pullsInstead(/\/(index|docker-list)\b/, '/workload'),
  ),
  'image.pull.layer-semantics/other-files': wrong(
    'makes containers of other files than the layers of their image hold',
    changesRequest('CreateContainer', async ({ config }, { runtime }) => {
      const { image: it } = config ?? {}
      if (!it?.user_specified_image.includes('/multi-layer')) return
      const other = it.user_specified_image.replace(/\/multi-layer.*/, '/workload:v1')
      const { image } = await runtime.imageStatus({ image: { image: other } })
      if (image) it.image = image.id
    }),
  ),
  'image.pull.index-digest-listed/lost': wrong(
    'tells no digest of an index',
    changesAnswer('ImageStatus', ({ image }) => {
      if (image?.repo_digests.some((it) => /\/index\b/.test(it))) image.repo_digests = []
    }),
  ),
  'image.pull.layer-escape/written': wrong('lets layers write outside the root file system', {
    method: 'PullImage',
    around: async (call, ask) => {
      await writeOutside(call)
      return ask()
    },
  }),
  'image.remove.siblings/removed-too': wrong(
    'removes images that share layers with one that is removed',
    {
      method: 'RemoveImage',
      around: async ({ request, runtime, touch }, ask) => {
        const folder = dirname(request.image?.image ?? '')
        const { images } = await runtime.listImages({})
        for (const image of images.flatMap(({ repo_tags }) => repo_tags)) {
          if (!folder.includes('multi-layer') || !image.startsWith(`${folder}/`)) continue
          await runtime.removeImage({ image: { image } })
          touch()
        }
        return ask()
      },
    },
  ),
  'image.status.spec-annotations/changing': wrong(
    'answers other annotations of an image each time',
    changesAnswer('ImageStatus', ({ image }) => {
      const annotations = { at: String(performance.now()) }
      const spec = { image: '', user_specified_image: '', runtime_handler: '', image_ref: '' }
      if (image) image.spec = { ...(image.spec ?? spec), annotations }
    }),
  ),
  'image.shared-store/own-only': wrong(
    'shows only images that it pulled itself',
    after('PullImage', ({ request, memory }) => {
      memory.set(request.image?.image ?? '', true)
    }),
    changesAnswer('ListImages', (it, { memory }) => {
      it.images = it.images.filter(({ repo_tags }) => repo_tags.some((tag) => memory.has(tag)))
    }),
  ),
  'image.pull.registry-unavailable/other-words': wrong(
    'tells of a registry that is away as of any error',
    {
      method: 'PullImage',
      around: async (_, ask) => {
        try {
          return await ask()
        } catch {
          throw new Refusal('UNKNOWN', 'failed')
        }
      },
    },
  ),
})

function pullsInstead(which: RegExp, other: string) {
  return changesRequest('PullImage', ({ image }) => {
    if (image) image.image = image.image.replace(which, other)
  })
}

async function writeOutside({ request, touch, atEnd }: AnyCall): Promise<void> {
  const [, nonce] = /\/escape-[a-z]+\/([a-z0-9-]+):/.exec(request.image?.image ?? '') ?? []
  if (nonce === undefined) return
  const file = `/tmp/crivet-escape-${nonce}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  touch()
  atEnd(() => void rm(file, { force: true }))
}
