import { expect, scenario } from 'crivet'

// As the images' own /etc/passwd has it.
const USERS = [
  { name: 'user-root', uid: 0, gid: 0 },
  { name: 'user-numeric', uid: 1000, gid: 1000 },
  { name: 'user-unlisted', uid: 4321, gid: 0 },
  { name: 'user-name', uid: 1000, gid: 1000 },
  { name: 'user-group', uid: 1000, gid: 2000 },
  { name: 'user-name-group', uid: 1000, gid: 2000 },
]

scenario(
  'container.image-user.ids',
  { requirement: 'container.process.image-user' },
  async ({ image, sharedPod }) => {
    for (const { name, uid, gid } of USERS) {
      const container = await sharedPod.run([], { use: await image.shared(name) })
      expect(await container.inspected(), name).toMatchObject({ uid, euid: uid, gid, egid: gid })
    }
  },
)

// Where the image names a group, its specification leaves those of the user out and Kubernetes merges them:
// that is not judged.
scenario(
  'container.image-user.groups',
  { requirement: 'container.process.image-user' },
  async ({ image, sharedPod }) => {
    const others = { 'user-numeric': [2000, 3000], 'user-name': [2000, 3000], 'user-unlisted': [] }
    for (const [name, expected] of Object.entries(others)) {
      const container = await sharedPod.run([], { use: await image.shared(name) })
      const { gid, groups } = await container.inspected()
      // The primary group may stand among them or not.
      expect(
        groups.filter((it) => it !== gid),
        name,
      ).toEqual(expected)
    }
  },
)
