import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkProto } from '../../scripts/check-proto.ts'
import { generateCri } from '../../scripts/generate-cri.ts'
import { fieldSince } from '../../src/cri/field-since.ts'

const PROTO = readFileSync('proto/runtime/v1/api.proto', 'utf8')

test('the wire definition is what the wire facts say', () => {
  expect(checkProto()).toEqual([])
})

test.each([
  ['a field is renamed', 'string runtime_name = 2;', 'string name = 2;'],
  ['a number differs', 'int64 timeout = 2;', 'int64 timeout = 7;'],
  ['a type differs', 'int32 exit_code = 7;', 'int64 exit_code = 7;'],
  ['a list is none', 'repeated string cmd = 2;', 'string cmd = 2;'],
  [
    'a stream is none',
    'returns (stream ContainerEventResponse)',
    'returns (ContainerEventResponse)',
  ],
  ['a deprecation is lost', ' [deprecated = true]', ''],
  ['a secret is no secret', ' [debug_redact = true]', ''],
  ['an enum value is gone', '  SANDBOX_NOTREADY = 1;', ''],
  ['there is a message too many', 'message PodIP {', 'message Extra {}\nmessage PodIP {'],
  ['the package differs', 'package runtime.v1;', 'package runtime.v2;'],
])('the check notices when %s', (_, from, to) => {
  const changed = PROTO.replaceAll(from, to)
  expect(changed).not.toBe(PROTO)
  expect(checkProto(changed)).not.toEqual([])
})

test('the generated modules are fresh', () => {
  for (const { path, text } of generateCri()) expect(readFileSync(path, 'utf8')).toBe(text)
})

test('every RPC, message and enum has a comment', () => {
  const bare = PROTO.split('\n').filter(
    (line, index, lines) =>
      /^\s*(service|rpc|message|enum) /.test(line) && !/^\s*\/\//.test(lines[index - 1] ?? ''),
  )
  expect(bare).toEqual([])
})

test('a field knows its first minor', () => {
  expect(fieldSince('ContainerStatus', 'id')).toBe('1.23')
  expect(fieldSince('ContainerStatus', 'stop_signal')).toBe('1.33')
  expect(fieldSince('ContainerStatus', 'nothing')).toBeUndefined()
})
