import { CriError, expect, scenario } from 'crivet'

// How the registry asks for user name and password: at each request, or in return for a token.
const PROTECTED = ['basic', 'bearer'] as const

scenario(
  'image.auth.username-password',
  { requirement: 'image.pull.auth.username-password' },
  async ({ cri, image }) => {
    const { username, password } = image.credentials
    for (const access of PROTECTED) {
      const asked = image.own('workload', { access })
      await cri.pullImage({ image: { image: asked }, auth: { username, password } })
      expect(await image.find(asked)).not.toBeNull()
    }
  },
)

scenario(
  'image.auth.refused',
  { requirement: 'image.pull.auth.username-password' },
  async ({ cri, image }) => {
    const { username, password } = image.credentials
    const refused = [
      ...PROTECTED.map((access) => ({ access, auth: { username, password: 'not it' } })),
      ...PROTECTED.map((access) => ({ access })),
      { access: 'denied', auth: { username, password } } as const,
    ]
    for (const { access, ...credentials } of refused) {
      const asked = image.own('workload', { access })
      await expect(cri.pullImage({ image: { image: asked }, ...credentials })).toFailWith()
      expect(await image.listedFrom(asked)).toEqual([])
    }
  },
)

scenario(
  'image.auth.auth-field',
  { requirement: 'image.pull.auth.auth-field' },
  async ({ cri, image }) => {
    const { auth } = image.credentials
    for (const access of PROTECTED) {
      const asked = image.own('workload', { access })
      await cri.pullImage({ image: { image: asked }, auth: { auth } })
      expect(await image.find(asked)).not.toBeNull()
    }
  },
)

scenario(
  'image.auth.identity-token',
  { requirement: 'image.pull.auth.identity-token' },
  async ({ cri, image }) => {
    const asked = image.own('workload', { access: 'bearer' })
    await cri.pullImage({
      image: { image: asked },
      auth: { identity_token: image.credentials.identityToken },
    })
    const grants = (await image.requests(asked)).filter(({ kind }) => kind === 'token')
    expect(grants.map(({ reference }) => reference)).toContain('refresh_token')
  },
)

scenario(
  'image.auth.registry-token',
  { requirement: 'image.pull.auth.registry-token' },
  async ({ cri, image }) => {
    const asked = image.own('workload', { access: 'registry-token' })
    await cri.pullImage({
      image: { image: asked },
      auth: { registry_token: image.credentials.registryToken },
    })
    expect(await image.find(asked)).not.toBeNull()
  },
)

scenario(
  'image.auth.other-server',
  { requirement: 'image.pull.auth.server-address' },
  async ({ cri, image }) => {
    const { username, password } = image.credentials
    const asked = image.own('workload', { access: 'basic' })
    const auth = { username, password, server_address: 'https://registry.example' }
    await expect(cri.pullImage({ image: { image: asked }, auth })).toFailWith()
    const schemes = (await image.requests(asked)).map(({ authorization }) => authorization)
    expect(schemes).toEqual(schemes.map(() => ''))
  },
)

scenario(
  'image.auth.not-remembered',
  { requirement: 'image.pull.auth.not-reused' },
  async ({ cri, image }) => {
    const { username, password } = image.credentials
    for (const access of PROTECTED) {
      const asked = image.own('workload', { access })
      await image.pull(asked, { username, password })
      const status = await image.status(asked)
      await expect(cri.pullImage({ image: { image: asked } })).toFailWith()
      expect(await image.find(asked)).toEqual(status)
      await cri.removeImage({ image: { image: asked } })
      await expect(cri.pullImage({ image: { image: asked } })).toFailWith()
      expect(await image.find(asked)).toBeNull()
    }
  },
)

scenario(
  'image.auth.empty',
  { requirement: 'image.pull.auth.empty-config' },
  async ({ cri, image }) => {
    for (const auth of [{}, null]) {
      const asked = image.own('workload')
      await cri.pullImage({ image: { image: asked }, auth })
      expect(await image.find(asked)).not.toBeNull()
    }
  },
)

scenario(
  'image.auth.redirected',
  { requirement: 'image.pull.auth.not-redirected' },
  async ({ cri, image }) => {
    const { username, password } = image.credentials
    const asked = image.own('workload', { access: 'redirect-basic' })
    await cri.pullImage({ image: { image: asked }, auth: { username, password } })
    const followed = (await image.requests(asked)).filter(({ redirected }) => redirected)
    expect(followed).not.toEqual([])
    const schemes = followed.map(({ authorization }) => authorization)
    expect(schemes).toEqual(schemes.map(() => ''))
  },
)

scenario(
  'image.auth.secret-in-error',
  { requirement: 'image.pull.auth.not-redirected' },
  async ({ cri, image }) => {
    const auth = { username: 'someone', password: 'wrong-password' }
    for (const access of PROTECTED) {
      const asked = image.own('workload', { access })
      const failure = await cri.pullImage({ image: { image: asked }, auth }).catch((error) => error)
      expect(failure).toBeInstanceOf(CriError)
      // The client blots secrets out of whatever a runtime says, and leaves this mark.
      expect(failure.message).not.toContain('[redacted]')
    }
  },
)
