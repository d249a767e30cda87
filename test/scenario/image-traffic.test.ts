import { expect, test } from 'vitest'
import type { CriMethods } from '../../src/cri/client.ts'
import { ImageTraffic } from '../../src/scenario/image-traffic.ts'

test('a removal waits for the lists of others, and a list for their removals', async () => {
  const { calls, cri } = recorder()
  const traffic = new ImageTraffic()
  const [one, other] = [traffic.client(cri, {}), traffic.client(cri, {})]
  const listing = one.listImages({})
  const removing = other.removeImage({})
  const listingAgain = one.listImages({})
  await Promise.all([listing, removing, listingAgain])
  expect(calls).toEqual([
    'listImages begins',
    'listImages begins',
    'listImages ends',
    'listImages ends',
    'removeImage begins',
    'removeImage ends',
  ])
})

test('what one client does at once is not held up', async () => {
  const { calls, cri } = recorder()
  const client = new ImageTraffic().client(cri, {})
  await Promise.all([client.removeImage({}), client.listImages({})])
  expect(calls.slice(0, 2)).toEqual(['removeImage begins', 'listImages begins'])
})

test('a call that fails lets the next one go, and so does a stream that is left', async () => {
  const { cri } = recorder()
  const broken = { ...cri, removeImage: () => Promise.reject(new Error('refused')) }
  const traffic = new ImageTraffic()
  const [one, other] = [traffic.client(broken, {}), traffic.client(cri, {})]
  await expect(one.removeImage({})).rejects.toThrow('refused')
  for await (const _ of other.streamImages({})) break
  await expect(one.removeImage({})).rejects.toThrow('refused')
  await other.listImages({})
})

/** A client that takes a while, and notes what begins and ends. */
function recorder(): { readonly calls: string[]; readonly cri: CriMethods } {
  const calls: string[] = []
  const slowly = (name: string) => async () => {
    calls.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 20))
    calls.push(`${name} ends`)
    return {}
  }
  async function* streamImages() {
    yield { images: [] }
    yield { images: [] }
  }
  const cri = {
    listImages: slowly('listImages'),
    removeImage: slowly('removeImage'),
    streamImages,
  } as unknown as CriMethods
  return { calls, cri }
}
