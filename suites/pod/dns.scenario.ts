import { expect, scenario } from 'crivet'

const CONFIG = {
  servers: ['192.0.2.54', '192.0.2.53'],
  searches: ['two.example', 'one.example'],
  options: ['ndots:5', 'edns0'],
}

scenario('pod.dns.resolv-conf', { requirement: 'pod.run.dns.resolv-conf' }, async ({ pods }) => {
  const pod = await pods.run({ dns_config: CONFIG })
  for (const container of [await pod.run('pause'), await pod.run('pause')]) {
    expect(parsed((await container.inspect()).resolvConf)).toEqual(CONFIG)
  }
})

scenario('pod.dns.host-network', { requirement: 'pod.run.dns.host-network' }, async ({ pods }) => {
  const pod = await pods.run({
    hostname: '',
    dns_config: CONFIG,
    linux: { security_context: { namespace_options: { network: 'NODE' } } },
  })
  expect(parsed((await (await pod.run('pause')).inspect()).resolvConf)).toEqual(CONFIG)
})

scenario(
  'pod.dns.many-searches',
  { requirement: 'pod.run.dns.many-searches' },
  async ({ pods }) => {
    // 32 domains of 63 characters each: 2047 with the blanks between them.
    const searches = Array.from(
      { length: 32 },
      (_, at) => `${String(at).padStart(55, 'd')}.example`,
    )
    const pod = await pods.run({ dns_config: { ...CONFIG, searches } })
    expect(parsed((await (await pod.run('pause')).inspect()).resolvConf)).toEqual({
      ...CONFIG,
      searches,
    })
  },
)

scenario(
  'pod.dns.default-host',
  { requirement: 'pod.run.dns.default-host' },
  async ({ host, pod }) => {
    const { resolvConf } = await (await pod.run('pause')).inspect()
    expect(resolvConf).toBe(host.read('/etc/resolv.conf'))
  },
)

/** What a resolver takes from a resolv.conf; other lines count as servers, to be seen. */
function parsed(text: string | null) {
  const lines = (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;]/.test(line))
  const of = (keyword: string) =>
    lines
      .filter((line) => line.startsWith(`${keyword} `))
      .flatMap((line) => line.split(/\s+/).slice(1))
  const others = lines.filter((line) => !/^(nameserver|search|options) /.test(line))
  return {
    servers: [...of('nameserver'), ...others],
    searches: of('search'),
    options: of('options'),
  }
}
