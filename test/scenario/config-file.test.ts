import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { parseConfig, readContainerConfig, readPodConfig } from '../../src/scenario/config-file.ts'

const configs = join(packageRoot(), 'fixtures', 'configs')

test('reads the files of the walk-through', () => {
  expect(readPodConfig(join(configs, 'pod.yaml'))).toEqual({
    metadata: {
      name: 'httpd',
      namespace: 'default',
      attempt: 1,
      uid: 'hdishd83djaidwnduwk28bcsb',
    },
    log_directory: '/tmp',
    linux: {},
  })
  expect(readContainerConfig(join(configs, 'container.yaml'))).toEqual({
    metadata: { name: 'curl' },
    image: { image: 'crivet/workload:v1' },
    command: ['/workload', 'on-signal', 'TERM=0'],
    log_path: 'curl.log',
    linux: {},
  })
})

test('takes keys in both forms, JSON too, and enums by name or number', () => {
  const metadata = { name: 'a', namespace: 'b', uid: 'c' }
  const spelled = {
    metadata,
    dnsConfig: { servers: ['192.0.2.1'] },
    port_mappings: [{ containerPort: 80, protocol: 'UDP' }],
    linux: { security_context: { namespaceOptions: { network: 2, pid: 'CONTAINER' } } },
  }
  expect(parseConfig(JSON.stringify(spelled), 'PodSandboxConfig', 'pod.json')).toEqual({
    metadata,
    dns_config: { servers: ['192.0.2.1'] },
    port_mappings: [{ container_port: 80, protocol: 'UDP' }],
    linux: { security_context: { namespace_options: { network: 'NODE', pid: 'CONTAINER' } } },
  })
})

test('keeps the keys of maps, and integers of 64 bits', () => {
  const text = `
metadata: {name: a}
image: {image: b}
labels: {someKey: x, other_key: y}
linux: {resources: {cpuQuota: 9007199254740993, memoryLimitInBytes: -1}}
`
  expect(parseConfig(text, 'ContainerConfig', 'container.yaml')).toMatchObject({
    labels: { someKey: 'x', other_key: 'y' },
    linux: { resources: { cpu_quota: 9007199254740993n, memory_limit_in_bytes: -1n } },
  })
})

test('says that metadata is missing where its keys stand without indentation', () => {
  const text =
    'name: httpd\nnamespace: default\nattempt: 1\nuid: x\nlogDirectory: /tmp\nlinux: {}\n'
  expect(() => parseConfig(text, 'PodSandboxConfig', 'pod.yaml')).toThrow(
    expect.objectContaining({
      code: 'CRIVET_CONFIG',
      message: expect.stringMatching(/^pod\.yaml: no metadata; unknown key name /),
      hint: 'begin with a line metadata: and put name, namespace, uid below it, indented',
    }),
  )
})

test.each([
  ['metadata:\nlinux: {}\n', 'pod.yaml: no metadata'],
  ['', 'pod.yaml: no metadata'],
  ['metadata: {name: a, namespace: b}', 'pod.yaml: no metadata.uid'],
  ['metadata: {name: a, namespace: b, uid: ""}', 'pod.yaml: no metadata.uid'],
  [
    'metadata: {name: a, namespace: b, uid: c, nmae: d}',
    'pod.yaml: unknown key metadata.nmae (PodSandboxMetadata has name, uid, namespace, attempt)',
  ],
  [
    'metadata: {name: 1, namespace: b, uid: c}',
    'pod.yaml: no metadata.name; metadata.name is not a string: 1',
  ],
  [
    'metadata: {name: a, namespace: b, uid: c, attempt: x}',
    'pod.yaml: metadata.attempt is not a uint32: x',
  ],
  [
    'metadata: {name: a, namespace: b, uid: c}\nlinux: 3',
    'pod.yaml: linux is no map of keys and values',
  ],
  [
    'metadata: {name: a, namespace: b, uid: c}\nlabels: [x]',
    'pod.yaml: labels is no map of keys and values',
  ],
  [
    'metadata: {name: a, namespace: b, uid: c}\ndns_config: {servers: x}',
    'pod.yaml: dns_config.servers is no list',
  ],
  [
    'metadata: {name: a, namespace: b, uid: c}\nport_mappings: [{}, {protocol: SMTP}]',
    'pod.yaml: port_mappings[1].protocol is not one of TCP, UDP, SCTP: SMTP',
  ],
  [
    'metadata: {name: a, namespace: b, uid: c}\nlogDirectory: /a\nlog_directory: /b',
    'pod.yaml: log_directory is given twice',
  ],
  ['- metadata', 'pod.yaml: no metadata; the file is no map of keys and values'],
])('refuses %j', (text, message) => {
  expect(() => parseConfig(text, 'PodSandboxConfig', 'pod.yaml')).toThrow(
    expect.objectContaining({ code: 'CRIVET_CONFIG', message }),
  )
})

test('says on which line YAML ends to be YAML', () => {
  expect(() => parseConfig('metadata:\n  name: [a\n', 'PodSandboxConfig', 'pod.yaml')).toThrow(
    /^pod\.yaml: line \d: /,
  )
})

test('a container needs a name and an image', () => {
  expect(() => parseConfig('command: [sleep]', 'ContainerConfig', 'container.yaml')).toThrow(
    'container.yaml: no metadata; no image',
  )
})

test('a file that is not there is a matter of configuration', () => {
  expect(() => readPodConfig('/nowhere/pod.yaml')).toThrow(
    expect.objectContaining({ code: 'CRIVET_CONFIG' }),
  )
})
