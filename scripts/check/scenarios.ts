import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { needsOf, suiteOf } from '../../src/scenario/definition.ts'
import { suiteFiles } from '../generate-catalogue.ts'
import { type LoadedScenario, loadScenarios } from './load-scenarios.ts'
import { ROOT } from './tool.ts'

const BODY_LINES = 30
const ID = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){2}$/

/** What is wrong with the scenarios' metadata and with the form of their bodies. */
export async function checkScenarios(): Promise<readonly string[]> {
  const scenarios = await loadScenarios()
  return [
    ...scenarios.flatMap((it) => metadataProblems(it, scenarios)),
    ...suiteFiles().flatMap((path) => textProblems(relative(ROOT, path))),
  ]
}

function metadataProblems(
  { id, file, fixtures, requirement, also = [], ...meta }: LoadedScenario,
  all: readonly LoadedScenario[],
): readonly string[] {
  const problems: string[] = []
  if (!ID.test(id)) problems.push(`${id}: an id is area.subject.behaviour, in lower case`)
  if (file !== `suites/${suiteOf(id)}.scenario.ts`) {
    problems.push(`${id} belongs in suites/${suiteOf(id)}.scenario.ts, not in ${file}`)
  }
  if (all.find((it) => it.id === id)?.file !== file || all.filter((it) => it.id === id).length > 1)
    problems.push(`${id} is there more than once`)
  if (new Set([requirement, ...also]).size <= also.length) {
    problems.push(`${id} names a requirement twice`)
  }
  for (const [fixture, need] of [
    ['host', 'host'] as const,
    ['runtime', 'restart'] as const,
    ['cni', 'cni'] as const,
  ]) {
    if (fixtures.includes(fixture) && !needsOf({ requirement, ...meta }).includes(need))
      problems.push(`${id} takes ${fixture} and does not need ${need}`)
  }
  return problems
}

function textProblems(file: string): readonly string[] {
  const text = readFileSync(`${ROOT}/${file}`, 'utf8')
  return [...longBodies(file, text.split('\n')), ...waits(file, text)]
}

// The formatter puts a body's braces at the ends of lines, and the closing one below the statement's beginning.
function longBodies(file: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, at) => {
    const indent = /^( *)(?:.*\basync\b.*|\}.*)=> \{$/.exec(line)?.[1]
    if (indent === undefined) return []
    const end = lines.findIndex((it, index) => index > at && it.startsWith(`${indent}}`))
    const count = end - at - 1
    if (count <= BODY_LINES) return []
    return [`${file}:${at + 1}: the body has ${count} lines, more than ${BODY_LINES}`]
  })
}

// Waits are `eventually` and the table of timeouts; a literal would know nothing of --timeout-scale.
function waits(where: string, source: string): readonly string[] {
  const timers = /\bset(Timeout|Interval|Immediate)\b/.exec(source)
  const literal =
    /\b\w+Ms: *[1-9][0-9_]*|\belapsed\([\s\S]*?\.toBeWithin\([^)]*?\b(?<!seconds\()[0-9_]{3,}/.exec(
      source,
    )
  return [
    ...(timers ? [`${where}: no timers (${timers[0]}) in a scenario: use eventually`] : []),
    ...(literal ? [`${where}: no literal milliseconds: seconds(…) or a name of TIMEOUTS`] : []),
  ]
}
