import { writeFileSync } from 'node:fs'
import {
  type Attempt,
  type ContainerHandle,
  eventually,
  expect,
  type ProcessIdentity,
  parseFacts,
  type ScenarioBody,
  scenario,
} from 'crivet'

type Profile = 'RuntimeDefault' | 'Unconfined' | 'Localhost'
type Attempts = Readonly<Record<string, Attempt>>

const under = (profile_type: Profile, localhost_ref = '') => ({
  linux: { security_context: { seccomp: { profile_type, localhost_ref } } },
})

scenario(
  'seccomp.profile.unset',
  { requirement: 'seccomp.unset-unconfined' },
  async ({ sharedPod }) => {
    expect(await modes(await sharedPod.run('pause'))).toEqual(['disabled', 'disabled'])
  },
)

scenario(
  'seccomp.profile.unconfined',
  { requirement: 'seccomp.unconfined' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause', under('Unconfined'))
    expect(await modes(container)).toEqual(['disabled', 'disabled'])
  },
)

scenario(
  'seccomp.profile.runtime-default',
  { requirement: 'seccomp.runtime-default' },
  async ({ sharedPod }) => {
    const free = await sharedPod.run('pause', under('Unconfined'))
    const confined = await sharedPod.run('pause', under('RuntimeDefault'))
    expect(await modes(confined)).toEqual(['filter', 'filter'])
    const allowed = await usuallyDenied(free)
    expect(allowed).not.toEqual([])
    expect((await usuallyDenied(confined)).length).toBeLessThan(allowed.length)
  },
)

// What a default profile denies is the runtime's choice, and what is there to deny the kernel's.
async function usuallyDenied(container: ContainerHandle): Promise<readonly string[]> {
  const attempts: Attempts = {
    ...(await container.ask<Attempts>('syscall keyctl userfaultfd')),
    ...(await container.ask<Attempts>('unshare-test user')),
  }
  // The calls of `syscall` have wrong arguments: any other error is of the call itself.
  const denied = ['EPERM', 'EACCES', 'ENOSYS']
  return Object.keys(attempts).filter((name) => !denied.includes(attempts[name]?.errno ?? ''))
}

// Denies changes of modes alone.
const PROFILE = JSON.stringify({
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [{ names: ['chmod', 'fchmodat', 'fchmodat2'], action: 'SCMP_ACT_ERRNO' }],
})
const DENIED = { chmod: { ok: false, errno: 'EPERM' }, chown: { ok: true } }

scenario(
  'seccomp.profile.localhost',
  { requirement: 'seccomp.localhost' },
  async ({ host, sharedPod }) => {
    const path = `${host.folder()}/profile.json`
    writeFileSync(path, PROFILE)
    const main = await sharedPod.run('syscall chmod chown', under('Localhost', path))
    await expect(main).toHaveExited({ code: 0 })
    await eventually('logLine', async () =>
      expect(parseFacts((await main.output()).stdout)).toMatchObject(DENIED),
    )
    const container = await sharedPod.run('pause', under('Localhost', path))
    expect(await container.ask('syscall chmod chown')).toMatchObject(DENIED)
    const without = await sharedPod.run('pause')
    expect(await without.ask('syscall chmod chown')).toMatchObject({ chmod: { ok: true } })
  },
)

const refused =
  (content: string | undefined): ScenarioBody =>
  async ({ host, sharedPod }) => {
    const path = `${host.folder()}/profile.json`
    if (content !== undefined) writeFileSync(path, content)
    await expect(sharedPod.run('pause', under('Localhost', path))).toFailWith()
  }

scenario('seccomp.profile.absent', { requirement: 'seccomp.localhost-missing' }, refused(undefined))

scenario('seccomp.profile.empty', { requirement: 'seccomp.localhost-missing' }, refused(''))

scenario(
  'seccomp.profile.malformed',
  { requirement: 'seccomp.localhost-missing' },
  refused(PROFILE.slice(0, -1)),
)

scenario(
  'seccomp.profile.unnamed',
  { requirement: 'seccomp.localhost-missing', needs: [] },
  async ({ sharedPod }) => {
    await expect(sharedPod.run('pause', under('Localhost'))).toFailWith()
  },
)

scenario(
  'seccomp.profile.privileged',
  { requirement: 'seccomp.privileged-off' },
  async ({ host, pods }) => {
    const path = `${host.folder()}/profile.json`
    writeFileSync(path, PROFILE)
    const pod = await pods.run({ linux: { security_context: { privileged: true } } })
    const { seccomp } = under('Localhost', path).linux.security_context
    const container = await pod.run('pause', {
      linux: { security_context: { privileged: true, seccomp } },
    })
    expect(await modes(container)).toEqual(['disabled', 'disabled'])
    expect(await container.ask('syscall chmod')).toMatchObject({ chmod: { ok: true } })
  },
)

scenario(
  'seccomp.profile.legacy',
  { requirement: 'seccomp.legacy-string' },
  async ({ host, sharedPod }) => {
    const path = `${host.folder()}/profile.json`
    writeFileSync(path, PROFILE)
    const named = (seccomp_profile_path: string) =>
      sharedPod.run('pause', { linux: { security_context: { seccomp_profile_path } } })
    expect(await modes(await named('unconfined'))).toEqual(['disabled', 'disabled'])
    expect(await modes(await named('runtime/default'))).toEqual(['filter', 'filter'])
    const localhost = await named(`localhost/${path}`)
    expect(await localhost.ask('syscall chmod chown')).toMatchObject(DENIED)
  },
)

scenario(
  'seccomp.profile.legacy-against-typed',
  { requirement: 'seccomp.legacy-string', needs: [] },
  async ({ sharedPod }) => {
    const { seccomp } = under('Unconfined').linux.security_context
    const container = await sharedPod.run('pause', {
      linux: { security_context: { seccomp, seccomp_profile_path: 'runtime/default' } },
    })
    expect(await modes(container)).toEqual(['disabled', 'disabled'])
  },
)

/** Of the main process and of a command. */
async function modes(container: ContainerHandle): Promise<readonly string[]> {
  const main = await container.ask<ProcessIdentity>('identity 1')
  const command = await container.ask<ProcessIdentity>('identity self')
  return [main.seccompMode, command.seccompMode]
}
