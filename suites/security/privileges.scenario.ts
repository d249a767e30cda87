import { expect, type Inspection, type ProcessIdentity, scenario } from 'crivet'

scenario(
  'security.privileges.no-new',
  { requirement: 'security.no-new-privs' },
  async ({ sharedPod }) => {
    for (const no_new_privs of [true, false]) {
      const container = await sharedPod.run('pause', {
        linux: { security_context: { no_new_privs } },
      })
      for (const process of ['1', 'self']) {
        const { noNewPrivs } = await container.ask<ProcessIdentity>(['identity', process])
        expect(noNewPrivs, `NoNewPrivs of process ${process}`).toBe(no_new_privs ? '1' : '0')
      }
      expect(await container.ask('chmod 4755 /workload')).toMatchObject({ ok: true })
      const { uid, euid } = await container.ask<Inspection>('as-user 1000 inspect')
      expect({ uid, euid }).toEqual({ uid: 1000, euid: no_new_privs ? 1000 : 0 })
    }
  },
)
