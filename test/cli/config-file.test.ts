import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crivet, tempFolder } from './crivet.ts'

test('crivet.yaml holds flags of a run, and those that are given win', async () => {
  const cwd = withConfig('endpoint: /nowhere/a.sock\nparallel: 0\nskip: [nope.*]\n')
  const run = (...args: string[]) => crivet(args, { cwd })
  expect(await run('run')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--parallel takes a whole number from 1 on, not "0"'),
  })
  expect(await run('run', '--parallel', '2')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no scenario matches "nope.*"'),
  })
  const given = await run('run', '--parallel', '2', '--skip', 'pod.*')
  expect(given).toMatchObject({ code: 3 })
  expect(given.stderr).toContain('crivet: from crivet.yaml: endpoint\n')
  expect(given.stderr).toContain('there is no socket at /nowhere/a.sock')
  const other = await run('/nowhere/b.sock', '--parallel', '2', '--skip', 'pod.*')
  expect(other.stderr).toContain('there is no socket at /nowhere/b.sock')
})

test('of the flags of a run a merge takes what is about its report', async () => {
  const cwd = withConfig('soak: true\nendpoint: /a.sock\nfail-on: nothing\n')
  const { code, stderr } = await crivet(['merge', 'one', 'two'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('crivet: from crivet.yaml: fail-on\n')
  expect(stderr).toContain('--fail-on takes must, should, not "nothing"')
})

test('the target that is given is the only one', async () => {
  const cwd = withConfig('launch: containerd\nlaunch-binary: /nowhere/containerd\n')
  const { stderr } = await crivet(['/nowhere/a.sock'], { cwd })
  expect(stderr).toContain('there is no socket at /nowhere/a.sock')
})

test('what belongs to the file’s socket does not go with another target', async () => {
  const cwd = withConfig('endpoint: /nowhere/a.sock\nimage-endpoint: /nowhere/i.sock\nsoak: true\n')
  const { stderr } = await crivet(['/nowhere/b.sock'], { cwd })
  expect(stderr).toContain('crivet: from crivet.yaml: soak\n')
  const restart = withConfig('endpoint: /nowhere/a.sock\nrestart-command: "true"\n')
  const launched = await crivet(['run', '--launch', 'containerd', '--bail', '0'], { cwd: restart })
  expect(launched.stderr).not.toContain('leave --restart-command out')
})

test('what the file switches on is switched off by --no-', async () => {
  const { stderr } = await crivet(['run', '--no-soak'], {
    cwd: withConfig('endpoint: /nowhere/a.sock\nsoak: true\n'),
  })
  expect(stderr).toContain('crivet: from crivet.yaml: endpoint\n')
})

test('two targets in the file are refused, in whatever order', async () => {
  const lines = ['endpoint: /nowhere/a.sock', 'launch: containerd']
  for (const text of [lines.join('\n'), lines.toReversed().join('\n')]) {
    const { code, stderr } = await crivet(['run'], { cwd: withConfig(text) })
    expect(code).toBe(2)
    expect(stderr).toContain('--launch starts a runtime of its own; leave the endpoint out')
  }
})

test.each([
  ['paralel: 2', 'there is no flag --paralel'],
  ['soak: often', 'soak is neither true nor false'],
  ['parallel: [1, 2]', 'parallel takes one value, not a list'],
  ['skip: [{ a: 1 }]', 'skip is no text and no number'],
  ['endpoint: 7', 'endpoint is no text'],
  ['- a', 'it is no mapping of flags'],
  ['a: [', 'Flow sequence'],
  ['constructor: 1', 'there is no flag --constructor'],
])('%s: what is wrong is told', async (text, message) => {
  const { code, stderr } = await crivet(['run', '--launch', 'containerd'], {
    cwd: withConfig(text),
  })
  expect(code).toBe(2)
  expect(stderr).toContain(`crivet: crivet.yaml: ${message}`)
  expect(stderr).toContain('→ it may hold the flags of a run')
})

function withConfig(text: string): string {
  const folder = tempFolder()
  writeFileSync(join(folder, 'crivet.yaml'), text)
  return folder
}
