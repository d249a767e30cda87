import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { wrapperScript } from '../../src/runtimes/crio/handler-wrapper.ts'

const MISSING = ['CAP_SYS_RESOURCE', 'CAP_BPF']

test('takes missing capabilities out of every set and nothing else, indented or not', async () => {
  for (const indent of [undefined, '\t']) {
    const config = bundle(-998)
    const edited = await wrapped(['create', '--bundle'], JSON.stringify(config, undefined, indent))
    expect(edited).toEqual({
      ...config,
      process: {
        ...config.process,
        oomScoreAdj: 0,
        capabilities: {
          bounding: ['CAP_CHOWN', 'CAP_KILL'],
          effective: [],
          permitted: ['CAP_CHOWN'],
          inheritable: [],
          ambient: ['CAP_KILL'],
        },
      },
    })
  }
})

test('raises an oom_score_adj to the floor and leaves higher ones alone', async () => {
  const after = async (given: number) =>
    (await wrapped(['--root=/x', 'create', '--bundle'], JSON.stringify(bundle(given)), 300)).process
      .oomScoreAdj
  expect(await after(-1000)).toBe(300)
  expect(await after(299)).toBe(300)
  expect(await after(300)).toBe(300)
  expect(await after(1000)).toBe(1000)
})

test('edits the process file of an exec', async () => {
  const { process } = bundle(-5)
  const edited = await wrapped(['exec', '--process'], JSON.stringify(process))
  expect(edited).toMatchObject({ oomScoreAdj: 0, capabilities: { effective: [] } })
})

test('leaves files alone that other verbs name', async () => {
  const given = bundle(-998)
  expect(await wrapped(['state', '--bundle'], JSON.stringify(given))).toEqual(given)
})

// What must stay says the same words as what must go.
function bundle(oomScoreAdj: number) {
  return {
    ociVersion: '1.3.0',
    process: {
      args: ['/bin/sh', 'CAP_SYS_RESOURCE', ',]', '"bounding":["CAP_BPF"]'],
      env: ['A="oomScoreAdj":-7'],
      capabilities: {
        bounding: ['CAP_CHOWN', 'CAP_SYS_RESOURCE', 'CAP_KILL', 'CAP_BPF'],
        effective: ['CAP_SYS_RESOURCE'],
        permitted: ['CAP_BPF', 'CAP_CHOWN'],
        inheritable: [],
        ambient: ['CAP_KILL'],
      },
      oomScoreAdj,
    },
    annotations: { spec: JSON.stringify({ effective: ['CAP_BPF'], oomScoreAdj: -998 }) },
  }
}

async function wrapped(args: readonly string[], json: string, floor = 0) {
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const config = join(dir, 'config.json')
  const script = join(dir, 'wrapper')
  await writeFile(config, json)
  await writeFile(script, wrapperScript('/bin/echo', MISSING, floor), { mode: 0o755 })
  const target = args.at(-1) === '--bundle' ? dir : config
  const all = [...args, target, "it's", '$HOME', 'an id']
  // The real runtime gets every word as it came.
  expect(execFileSync(script, all, { encoding: 'utf8' })).toBe(`${all.join(' ')}\n`)
  return JSON.parse(await readFile(config, 'utf8'))
}
