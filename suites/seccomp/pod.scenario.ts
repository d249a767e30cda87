import { expect, type ProcessIdentity, scenario } from 'crivet'

type Profile = 'RuntimeDefault' | 'Unconfined' | 'Localhost'

// In the pod's PID namespace the sandbox is the first process.
const under = (profile_type: Profile, localhost_ref = '') => ({
  linux: {
    security_context: {
      namespace_options: { pid: 'POD' as const },
      seccomp: { profile_type, localhost_ref },
    },
  },
})

scenario('seccomp.pod.profile', { requirement: 'seccomp.sandbox', needs: [] }, async ({ pods }) => {
  for (const [profile, mode] of [
    ['RuntimeDefault', 'filter'],
    ['Unconfined', 'disabled'],
  ] as const) {
    const pod = await pods.run(under(profile))
    const container = await pod.run('pause')
    const sandbox = await container.ask<ProcessIdentity>('identity 1')
    expect(sandbox.seccompMode, profile).toBe(mode)
  }
})

scenario('seccomp.pod.absent', { requirement: 'seccomp.sandbox' }, async ({ host, pods }) => {
  const path = `${host.folder()}/absent.json`
  await expect(pods.run(under('Localhost', path))).toFailWith()
})
