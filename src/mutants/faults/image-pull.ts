import type { Image } from '../../cri/gen/messages.ts'
import { type CallHook, faults, Refusal, wrong } from '../fault.ts'
import {
  after,
  changesAnswer,
  changesRequest,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'
import { answersStale, failsTheSecondTime } from '../hooks-in-time.ts'
import { sendsCredentialsAlong } from '../misdirected-credentials.ts'

/** Faults in pulling images. */
export const IMAGE_PULL_FAULTS = faults({
  'image.pull.by-tag/no-reference': wrong(
    'pulls an image and answers no reference',
    changesAnswer('PullImage', (it) => {
      it.image_ref = ''
    }),
  ),
  'image.pull.by-tag/nothing-done': wrong(
    'answers that an image is pulled and pulls none',
    pretends('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.by-digest/tag-invented': wrong(
    'invents a tag for images that were pulled by digest',
    showsImages((it) => {
      if (it.repo_tags.length === 0) it.repo_tags = ['example.org/invented:latest']
    }),
  ),
  'image.pull.missing/swallowed': wrong(
    'answers success for an image that does not exist',
    swallowsErrors('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.invalid-reference/swallowed': wrong(
    'answers success for a reference that is none',
    swallowsErrors(
      'PullImage',
      { image_ref: '' },
      ({ image }) => !/^[0-9a-z.:/@_-]+$/.test(image?.image ?? ''),
    ),
  ),
  'image.pull.idempotent/second-fails': wrong(
    'fails to pull an image that is there',
    failsTheSecondTime('PullImage', 'ALREADY_EXISTS', ({ image }) => image?.image ?? ''),
  ),
  'image.pull.idempotent/other-reference': wrong(
    'answers another reference for an image that is there',
    changesAnswer('PullImage', (it, { request, memory }) => {
      const image = `pulled ${request.image?.image}`
      if (memory.has(image)) it.image_ref = request.image?.image ?? ''
      memory.set(image, true)
    }),
  ),
  'image.pull.moved-tag/not-asked-again': wrong(
    'does not ask the registry again for a tag that it has',
    answersStale('PullImage', ({ image }) => image?.image ?? ''),
  ),
  'image.pull.integrity/swallowed': wrong(
    'answers success for an image whose content is not what it should be',
    swallowsErrors('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.no-matching-platform/swallowed': wrong(
    'answers success for an image of another platform',
    swallowsErrors('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.auth.username-password/dropped': wrong(
    'pulls without the user name and password that were given',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) Object.assign(auth, { username: '', password: '' })
    }),
  ),
  'image.pull.auth.auth-field/dropped': wrong(
    'ignores the auth field',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.auth = ''
    }),
  ),
  'image.pull.auth.identity-token/dropped': wrong(
    'ignores identity tokens',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.identity_token = ''
    }),
  ),
  'image.pull.auth.registry-token/dropped': wrong(
    'ignores registry tokens',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.registry_token = ''
    }),
  ),
  'image.pull.auth.server-address/ignored': wrong(
    'sends credentials to whatever registry is asked',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.server_address = ''
    }),
  ),
  'image.pull.auth.not-redirected/told-in-errors': wrong(
    'tells the credentials in the error of a pull',
    {
      method: 'PullImage',
      around: async ({ request }, ask) => {
        try {
          return await ask()
        } catch (error) {
          const { auth } = request
          if (!(error instanceof Refusal) || !auth) throw error
          throw new Refusal(error.code, `${error.message} as ${auth.username}:${auth.password}`)
        }
      },
    },
  ),
  'image.pull.auth.not-redirected/sent-along': wrong(
    'shows the credentials of a pull to hosts that the registry redirects it to',
    after('PullImage', sendsCredentialsAlong),
  ),
  'image.pull.auth.not-reused/remembered': wrong(
    'takes the credentials of an earlier pull',
    changesRequest('PullImage', (it, { memory }) => {
      const has = it.auth && Object.values(it.auth).some((value) => value !== '')
      if (has) memory.set('auth', it.auth)
      else it.auth = (memory.get('auth') as typeof it.auth | undefined) ?? null
    }),
  ),
  'image.pull.auth.empty-config/refused': wrong(
    'refuses credentials that are all empty',
    refuses('PullImage', 'INVALID_ARGUMENT', ({ auth }) =>
      Boolean(auth && Object.values(auth).every((value) => value === '')),
    ),
  ),
  'image.pull.sandbox-config/needed': wrong(
    'pulls only for a pod',
    refuses('PullImage', 'INVALID_ARGUMENT', ({ sandbox_config }) => !sandbox_config),
  ),
  'image.pull.sandbox-config/refused': wrong(
    'refuses a pull for a pod that is not there',
    refuses('PullImage', 'NOT_FOUND', ({ sandbox_config }) => Boolean(sandbox_config)),
  ),
  'image.pull.parallel/refused': wrong('pulls one image at a time', {
    method: 'PullImage',
    around: async ({ memory, touch }, ask) => {
      if (memory.get('busy')) {
        touch()
        throw new Refusal('UNKNOWN', 'busy')
      }
      memory.set('busy', true)
      try {
        return await ask()
      } finally {
        memory.set('busy', false)
      }
    },
  }),
})

function showsImages(change: (image: Image) => void): CallHook {
  return changesAnswer('ImageStatus', ({ image }) => {
    if (image) change(image)
  })
}
