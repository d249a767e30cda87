// `npm run check`: everything that can be told without a runtime. Parts as arguments: only these.
import { styleText } from 'node:util'
import { checkBoundaries } from './check/boundaries.ts'
import { checkDocs } from './check/docs.ts'
import { checkGenerated } from './check/generated.ts'
import { checkMusts } from './check/musts.ts'
import { checkPackage } from './check/package.ts'
import { checkScenarios } from './check/scenarios.ts'
import { runTool } from './check/tool.ts'
import { checkProto } from './check-proto.ts'

/** Answers the problems a part of the gate found, one text each. */
type Part = () => Promise<readonly string[]> | readonly string[]

// The slow ones first: they are started in this order.
const PARTS: Readonly<Record<string, Part>> = {
  package: checkPackage,
  knip: () => runTool('knip', ['--no-progress']),
  tsc: () => runTool('tsc', ['-p', '.']),
  biome: () => runTool('biome', ['check', '--error-on-warnings', '--colors=off', '.']),
  boundaries: checkBoundaries,
  generated: checkGenerated,
  proto: () => checkProto(),
  scenarios: checkScenarios,
  musts: checkMusts,
  docs: checkDocs,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}
const chosen = Object.entries(PARTS).filter(
  ([name]) => wanted.length === 0 || wanted.includes(name),
)
const found = await Promise.all(chosen.map(([name, part]) => carriedOut(name, part)))
for (const { name, problems } of found) {
  for (const problem of problems) console.error(`\n${name}: ${problem.trimEnd()}`)
}
process.exitCode = found.some(({ problems }) => problems.length > 0) ? 1 : 0

async function carriedOut(name: string, part: Part) {
  const started = performance.now()
  const problems = await Promise.resolve()
    .then(part)
    .catch((error: unknown) => [error instanceof Error ? `${error.stack}` : String(error)])
  const time = `${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(7)
  const mark = problems.length === 0 ? styleText('green', 'ok  ') : styleText('red', 'FAIL')
  console.log(`${mark}  ${name.padEnd(10)}  ${time}`)
  return { name, problems }
}
