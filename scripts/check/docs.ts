import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ERROR_EXIT_CODES } from '../../src/errors.ts'
import { ROOT } from './tool.ts'

const README_LINES = 150
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'spec/README.md']

/** Links that lead nowhere, error codes without an entry, a README that has grown too long. */
export function checkDocs(): readonly string[] {
  const pages = [...PAGES, ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
  const lines = read('README.md').trimEnd().split('\n').length
  return [
    ...(lines > README_LINES ? [`README.md has ${lines} lines, more than ${README_LINES}`] : []),
    ...pages.filter((page) => page.endsWith('.md')).flatMap(deadLinks),
    ...errorEntries(),
  ]
}

function deadLinks(page: string): readonly string[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '')
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .flatMap((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(ROOT, file))) return [`${page} links to ${file}, which is not there`]
      if (anchor === undefined || anchorsOf(file).has(anchor)) return []
      return [`${page} links to ${target}, which has no such heading`]
    })
}

function errorEntries(): readonly string[] {
  const anchors = anchorsOf('docs/errors.md')
  const codes = Object.keys(ERROR_EXIT_CODES)
  const missing = codes.filter((code) => !anchors.has(code.toLowerCase()))
  const stray = [...anchors].filter(
    (it) => it.startsWith('crivet_') && !codes.includes(it.toUpperCase()),
  )
  return [
    ...missing.map((code) => `docs/errors.md has no heading ${code}`),
    ...stray.map((anchor) => `docs/errors.md explains ${anchor.toUpperCase()}, which is no code`),
  ]
}

// As code forges make them: lower case, spaces to hyphens, other signs dropped.
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text ?? '')
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8')
}
