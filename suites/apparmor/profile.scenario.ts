import { expect, scenario } from 'crivet'

scenario(
  'apparmor.profile.unloaded',
  { requirement: 'apparmor.unloaded' },
  async ({ sharedPod, unique }) => {
    const apparmor = { profile_type: 'Localhost' as const, localhost_ref: unique('not-loaded') }
    const confined = sharedPod.run('pause', { linux: { security_context: { apparmor } } })
    await expect(confined).toFailWith()
  },
)
