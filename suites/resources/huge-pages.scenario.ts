import { expect, scenario } from 'crivet'

const MIB = 1024 * 1024
const PAGE_BYTES = { '2MB': 2 * MIB, '1GB': 1024 * MIB }

scenario(
  'resources.huge-pages.limits',
  { requirement: 'resources.hugepages', needs: [] },
  async ({ sharedPod }) => {
    const limitsIn = (files: Readonly<Record<string, string>>, size: string) =>
      files[`hugetlb.${size}.limit_in_bytes`] ?? files[`hugetlb.${size}.max`]
    const { files } = (await (await sharedPod.run('inspect')).inspected()).cgroup
    const sizes = Object.entries(PAGE_BYTES).filter(([size]) => limitsIn(files, size))
    expect(sizes).not.toEqual([])
    for (const pages of [2, 0]) {
      const hugepage_limits = sizes.map(([page_size, bytes]) => ({
        page_size,
        limit: pages * bytes,
      }))
      const resources = { hugepage_limits }
      const container = await sharedPod.run('inspect', { linux: { resources } })
      const seen = (await container.inspected()).cgroup.files
      const limits = sizes.map(([page_size]) => ({
        page_size,
        limit: Number(limitsIn(seen, page_size)),
      }))
      expect(limits).toEqual(hugepage_limits)
    }
  },
)
