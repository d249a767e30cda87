import { expect, scenario } from 'crivet'

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/

scenario(
  'metrics.descriptors.well-formed',
  { requirement: 'metrics.descriptors' },
  async ({ cri, pods }) => {
    const { descriptors } = await cri.listMetricDescriptors({})
    const names = descriptors.map(({ name }) => name)
    expect(names).not.toEqual([])
    expect(names).toEqual([...new Set(names)])
    for (const { name, help, label_keys } of descriptors) {
      expect(name).toMatch(METRIC_NAME)
      expect(help, `help of ${name}`).not.toBe('')
      expect(label_keys, `label keys of ${name}`).toEqual([...new Set(label_keys)])
      for (const key of label_keys) expect(key, `a label key of ${name}`).toMatch(LABEL_NAME)
    }
    await (await pods.run()).run('pause')
    const sorted = (list: typeof descriptors) => list.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const again = await cri.listMetricDescriptors({})
    expect(sorted(again.descriptors)).toEqual(sorted(descriptors))
  },
)
