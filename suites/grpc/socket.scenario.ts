import { expect, scenario } from 'crivet'

scenario(
  'grpc.socket.plaintext',
  // Alone, as a kubelet is at its start: images that go meanwhile are for image.fsinfo.while-others-go.
  { requirement: 'grpc.unix-socket-plaintext', needs: ['serial'] },
  async ({ cri, target }) => {
    // As a kubelet at its start: no credentials, the authority `localhost`.
    expect(target.endpoint).toMatch(/^unix:/)
    expect((await cri.version({})).runtime_api_version).toBe('v1')
    expect((await cri.imageFsInfo({})).image_filesystems).not.toEqual([])
  },
)
