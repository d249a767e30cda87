import { expect, scenario } from 'crivet'

scenario(
  'version.answer.all-fields',
  { requirement: 'version.all-fields-set', keystone: true },
  async ({ cri }) => {
    const { version, runtime_name, runtime_version, runtime_api_version } = await cri.version({})
    for (const text of [version, runtime_name, runtime_version, runtime_api_version]) {
      expect(text).not.toBe('')
    }
  },
)

scenario(
  'version.answer.kubelet-version',
  { requirement: 'version.kubelet-api-version' },
  async ({ cri }) => {
    expect((await cri.version({ version: '0.1.0' })).version).toBe('0.1.0')
  },
)

scenario(
  'version.answer.any-request-version',
  { requirement: 'version.accepts-any-request-version' },
  async ({ cri }) => {
    const [empty, kubelet, crictl] = await Promise.all([
      cri.version({ version: '' }),
      cri.version({ version: '0.1.0' }),
      cri.version({ version: 'v1' }),
    ])
    expect(kubelet).toEqual(empty)
    expect(crictl).toEqual(empty)
  },
)

scenario(
  'version.answer.runtime-version',
  { requirement: 'version.runtime-version-parseable' },
  async ({ cri }) => {
    expect((await cri.version({})).runtime_version).toMatch(/^v?[0-9]+\.[0-9]+/)
  },
)

scenario(
  'version.answer.runtime-version-semver',
  { requirement: 'version.runtime-version-semver' },
  async ({ cri }) => {
    expect((await cri.version({})).runtime_version).toMatch(SEMVER)
  },
)

scenario(
  'version.answer.api-version',
  { requirement: 'version.api-version-semver' },
  async ({ cri }) => {
    const { runtime_api_version } = await cri.version({})
    // The short form that runtimes return is not semver, and no failure either.
    if (runtime_api_version !== 'v1') expect(runtime_api_version).toMatch(SEMVER)
  },
)

// The grammar of Semantic Versioning 2.0, after an optional v.
const NUMBER = '(?:0|[1-9][0-9]*)'
const PART = `(?:${NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`
const BUILD = '[0-9A-Za-z-]+'
const SEMVER = new RegExp(
  `^v?${NUMBER}(?:\\.${NUMBER}){2}(?:-${PART}(?:\\.${PART})*)?(?:\\+${BUILD}(?:\\.${BUILD})*)?$`,
)
