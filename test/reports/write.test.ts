import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, onTestFinished } from 'vitest'
import { FILE_REPORTERS, prepareOutput, writeReports } from '../../reports/write.ts'
import { sampleReport } from './sample-report.ts'

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest asks for a pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'crivet-reports-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await use(folder)
  },
})

test('writes the chosen reports and leaves nothing else', async ({ folder }) => {
  const target = join(folder, 'new', 'report')
  await prepareOutput(target)
  expect(await readdir(target)).toEqual([])
  const paths = await writeReports(sampleReport(), target, ['json', 'junit', 'html', 'markdown'])
  expect(paths).toEqual(Object.values(FILE_REPORTERS).map(({ file }) => join(target, file)))
  expect((await readdir(target)).sort()).toEqual([
    'junit.xml',
    'report.html',
    'report.md',
    'verdict.json',
  ])
})

test('replaces what an earlier run wrote', async ({ folder }) => {
  await writeFile(join(folder, 'verdict.json'), 'old')
  await writeReports(sampleReport(), folder, ['json'])
  expect(await readFile(join(folder, 'verdict.json'), 'utf8')).toContain('"schemaVersion": 1')
})

test('a folder that cannot be is told before anything runs', async ({ folder }) => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  for (const path of [file, join(file, 'below')]) {
    await expect(prepareOutput(path)).rejects.toMatchObject({
      code: 'CRIVET_OUTPUT',
      message: expect.stringContaining(path),
      hint: expect.stringContaining('--output'),
    })
  }
  await expect(prepareOutput('/proc/crivet')).rejects.toMatchObject({ code: 'CRIVET_OUTPUT' })
})

test('a report that cannot take its place leaves no draft behind', async ({ folder }) => {
  await prepareOutput(join(folder, 'verdict.json'))
  await expect(writeReports(sampleReport(), folder, ['json'])).rejects.toMatchObject({
    code: 'CRIVET_OUTPUT',
  })
  expect(await readdir(folder)).toEqual(['verdict.json'])
})
