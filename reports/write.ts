import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { CrivetError } from '../src/errors.ts'
import { htmlReport } from './html.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { markdownReport } from './markdown.ts'
import type { RunReport } from './run-report.ts'

/** The reports that are files in the output folder. */
export type FileReporter = keyof typeof FILE_REPORTERS

/** The file each of them writes, and how it is made. */
export const FILE_REPORTERS = {
  json: { file: 'verdict.json', render: jsonReport },
  junit: { file: 'junit.xml', render: junitReport },
  html: { file: 'report.html', render: htmlReport },
  markdown: { file: 'report.md', render: markdownReport },
} as const satisfies Record<string, { file: string; render: (report: RunReport) => string }>

/** Makes the output folder and proves that reports can be written; throws CRIVET_OUTPUT otherwise. */
export async function prepareOutput(folder: string): Promise<void> {
  // Trying is the only sure answer: access rights say nothing of a full or read-only disk.
  const trial = join(folder, `.crivet-${randomUUID()}`)
  await guarded(folder, async () => {
    await makeFolder(resolve(folder))
    await writeFile(trial, 'trial', { flag: 'wx' })
    await rm(trial)
  })
}

/** Writes the chosen reports, each at once or not at all; answers their paths. */
export async function writeReports(
  report: RunReport,
  folder: string,
  reporters: readonly FileReporter[],
): Promise<readonly string[]> {
  const paths: string[] = []
  for (const name of new Set(reporters)) {
    const { file, render } = FILE_REPORTERS[name]
    paths.push(await writeText(folder, file, render(report)))
  }
  return paths
}

/** Writes one file of the output folder, at once or not at all; answers its path. */
export async function writeText(folder: string, file: string, text: string): Promise<string> {
  const path = join(folder, file)
  await guarded(folder, () => replace(path, text))
  return path
}

// Not node's recursive mkdir: where a filesystem answers ENOENT for good, as /proc does, it never ends.
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const parent = dirname(folder)
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || parent === folder || (await isFolder(parent))) throw error
    await makeFolder(parent)
    await mkdir(folder)
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  )
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    await writeFile(draft, text, { flag: 'wx' })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

async function guarded(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    // Anything but a system error is a mistake of a reporter and no matter of the folder.
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new CrivetError(
      'CRIVET_OUTPUT',
      `reports cannot be written to ${folder}: ${cause.message}`,
      {
        hint: 'name a folder that can be written with: --output DIR',
        cause,
      },
    )
  }
}
