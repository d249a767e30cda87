import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './tool.ts'

interface Rule {
  /** Parts of the tree that may be imported, beside the part itself. */
  readonly parts: readonly string[]
  /** Packages that may be imported. */
  readonly packages: readonly string[]
}

const BOTTOM = ['src/errors.ts', 'src/package-root.ts']
const CRI = [...BOTTOM, 'src/spec', 'src/cri', 'reports']
const SCENARIO = [...CRI, 'src/streaming', 'src/registry', 'src/runtimes', 'fixtures']
const RUNNER = [...SCENARIO, 'src/scenario', 'src/mutants', 'src/known-failures']

// One direction: cli → runner → scenario → cri, streaming, registry, runtimes.
const RULES: Readonly<Record<string, Rule>> = {
  'src/cli': { parts: [...RUNNER, 'src/runner'], packages: ['yaml'] },
  'src/runner': { parts: RUNNER, packages: ['vitest', 'vitest/node', 'yaml'] },
  'src/scenario': { parts: SCENARIO, packages: ['vitest', 'p-retry', 'yaml'] },
  'src/mutants': {
    parts: [...CRI, 'src/streaming', 'src/registry'],
    packages: ['@grpc/grpc-js', 'ws'],
  },
  'src/known-failures': { parts: [...BOTTOM, 'src/spec', 'reports'], packages: ['yaml'] },
  'src/cri': { parts: CRI, packages: ['@grpc/grpc-js', '@grpc/proto-loader', 'p-retry'] },
  'src/runtimes': { parts: [...BOTTOM, 'src/cri'], packages: ['yaml', 'p-retry'] },
  'src/streaming': { parts: BOTTOM, packages: ['ws'] },
  'src/registry': { parts: [...BOTTOM, 'fixtures'], packages: [] },
  // Levels and profiles are words of the report.
  'src/spec': { parts: ['src/cri', 'reports'], packages: [] },
  'src/index.ts': { parts: ['src/scenario', 'src/cri', 'src/streaming', 'fixtures'], packages: [] },
  'src/errors.ts': { parts: [], packages: [] },
  'src/package-root.ts': { parts: [], packages: [] },
  fixtures: { parts: BOTTOM, packages: [] },
  reports: { parts: ['src/errors.ts'], packages: ['junit-report-builder'] },
  suites: { parts: [], packages: ['crivet'] },
}

/** Imports that go against the direction in which the parts of crivet may know each other. */
export function checkBoundaries(): readonly string[] {
  return ['src', 'reports', 'fixtures', 'suites'].flatMap(sources).flatMap(strayImports)
}

function strayImports(file: string): readonly string[] {
  const own = partOf(file)
  const rule = RULES[own]
  if (rule === undefined) return [`${file}: no rule says what ${own} may import`]
  const text = readFileSync(join(ROOT, file), 'utf8')
  return importsOf(text).flatMap((target) => {
    if (target.startsWith('node:')) {
      // Waits and facts have ways of their own.
      const barred = own === 'suites' && /^node:(timers|child_process)/.test(target)
      return barred ? [`${file}: no '${target}' in a suite`] : []
    }
    if (!target.startsWith('.')) {
      return rule.packages.includes(target) ? [] : [`${file}: ${own} may not import '${target}'`]
    }
    // Suites are written as a third party's would be: against the public API and nothing else.
    const part = partOf(join(dirname(file), target))
    const allowed = own === 'suites' ? [] : [own, ...rule.parts]
    return allowed.includes(part) ? [] : [`${file}: ${own} may not import ${part} ('${target}')`]
  })
}

/** The module names of all import and export declarations and of `import('…')`. */
function importsOf(text: string): readonly string[] {
  const found = text.matchAll(
    /(?:^import |^(?:import|export|\}) ?.*\bfrom |\bimport\()'([^'\n]+)'/gm,
  )
  return [...found].map(([, target]) => target ?? '')
}

function partOf(file: string): string {
  const [first = '', second = '', third] = file.split('/')
  if (first !== 'src') return first
  return third === undefined && !second.includes('.ts') ? file : `${first}/${second}`
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
}
