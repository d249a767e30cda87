import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type CallRecord, connect } from '../../src/cri/client.ts'
import { codecOf } from '../../src/cri/codec.ts'
import { CriError } from '../../src/cri/error.ts'
import { METHODS, type MethodName } from '../../src/cri/gen/methods.ts'
import { encodeWithUnknown } from '../../src/cri/unknown-fields.ts'
import { installedContainerds } from '../runtimes/installed.ts'
import { launch } from '../runtimes/launching.ts'

beforeAll(() => void codecOf('Version'))

describe.each(installedContainerds())('$name', ({ binary }) => {
  test('calls, views, raw bytes and a restart', async () => {
    const { runtime } = await launch({ binary })
    const { endpoint } = runtime
    const records: CallRecord[] = []
    const connection = connect({ endpoint, observers: [{ onEnd: (it) => void records.push(it) }] })
    onTestFinished(() => connection.close())
    const { cri, callRaw } = connection

    expect(await cri.version({})).toMatchObject({ runtime_name: 'containerd' })
    const { status } = await cri.status({})
    expect(status?.conditions.map(({ type }) => type)).toContain('RuntimeReady')
    const { image_filesystems } = await cri.imageFsInfo({})
    expect(image_filesystems[0]?.timestamp).toBeTypeOf('bigint')

    const gone = await cri.containerStatus({ container_id: 'gone' }).catch((it: unknown) => it)
    expect(gone).toBeInstanceOf(CriError)
    expect(gone).toMatchObject({
      method: 'ContainerStatus',
      code: 'NOT_FOUND',
      source: 'runtime',
      message: expect.stringMatching(/^ContainerStatus: \[NOT_FOUND\] .*container_id=gone\)$/),
    })
    expect(records.map(({ method }) => method)).toEqual([
      'Version',
      'Status',
      'ImageFsInfo',
      'ContainerStatus',
    ])
    expect(records[0]).toMatchObject({ request: {}, responseBytes: expect.any(Number) })

    const newer = encodeWithUnknown('ListContainers', { filter: { id: 'gone' } })
    expect(await callRaw('ListContainers', newer)).toHaveLength(0)
    expect(records.at(-1)).toMatchObject({
      request: { filter: { id: 'gone' } },
      response: { containers: [] },
    })
    const broken = await callRaw('Version', Buffer.from([0x0a, 0x7f])).catch((it: unknown) => it)
    expect(broken).toBeInstanceOf(CriError)

    await runtime.kill()
    await expect(cri.version({})).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await runtime.restart()
    await expect
      .poll(() => cri.version({}).catch(() => undefined), { timeout: 5_000 })
      .toMatchObject({ runtime_name: 'containerd' })
  })

  test('every RPC is reached: each answers or says that it does not know it', async () => {
    const { runtime } = await launch({ binary })
    const { cri, close } = connect({ endpoint: runtime.endpoint })
    onTestFinished(close)
    const ended = await Promise.all(
      (Object.keys(METHODS) as MethodName[]).map(async (method) => {
        const name =
          `${method.charAt(0).toLowerCase()}${method.slice(1)}` as Uncapitalize<MethodName>
        try {
          const answer: unknown = cri[name]({}, { deadlineMs: 1_000 })
          if (METHODS[method].serverStreaming) for await (const _ of answer as []) break
          else await answer
          return undefined
        } catch (error) {
          if (!(error instanceof CriError)) return error
          return error.method === method ? undefined : error
        }
      }),
    )
    expect(ended.filter((it) => it !== undefined)).toEqual([])
  })
})
