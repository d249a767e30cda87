import { expect, scenario } from 'crivet'

scenario(
  'grpc.socket.plaintext',
  { requirement: 'grpc.unix-socket-plaintext' },
  async ({ cri, target }) => {
    // As a kubelet at its start: no credentials, the authority `localhost`.
    expect(target.endpoint).toMatch(/^unix:/)
    expect((await cri.version({})).runtime_api_version).toBe('v1')
    expect((await cri.imageFsInfo({})).image_filesystems).not.toEqual([])
  },
)
