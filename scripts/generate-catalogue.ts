import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { collectScenarios } from '../src/runner/collect.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The generated `dist/catalogue.json`: every scenario with its metadata and place. */
export async function generateCatalogue(): Promise<{
  readonly path: string
  readonly text: string
}> {
  const files = suiteFiles()
  const places = new Map(files.flatMap((file) => [...placesIn(file)]))
  const collected = await collectScenarios(files)
  const rows = collected
    .map((meta) => ({ ...meta, ...places.get(meta.id) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    path: join(ROOT, 'dist', 'catalogue.json'),
    text: `${JSON.stringify(rows, undefined, 1)}\n`,
  }
}

/** The absolute paths of all suites. */
export function suiteFiles(): readonly string[] {
  return readdirSync(join(ROOT, 'suites'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.scenario.ts'))
    .sort()
    .map((name) => join(ROOT, 'suites', name))
}

function* placesIn(path: string): Generator<readonly [string, { file: string; line: number }]> {
  const file = relative(ROOT, path)
  const text = readFileSync(path, 'utf8')
  for (const match of text.matchAll(/^scenario\(\s*'([^']+)'/gm)) {
    const line = text.slice(0, match.index).split('\n').length
    yield [match[1] as string, { file, line }]
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, text } = await generateCatalogue()
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
