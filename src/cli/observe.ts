import { failsGate } from '../../reports/gate.ts'
import { isKnown } from '../../reports/summary.ts'
import { oneLine, span } from '../../reports/text.ts'
import { CrivetError } from '../errors.ts'
import { type Observation, observe } from '../runner/observe/observe.ts'
import { findEndpoints } from '../runtimes/discovery.ts'
import { figuresTable } from './figures-table.ts'
import { oneEndpoint, oneOf, parseFlags, positiveNumber } from './flags.ts'
import { interruptSignal } from './interrupt.ts'

const FLAGS = {
  'image-endpoint': { type: 'string' },
  for: { type: 'string', default: '10' },
  thorough: { type: 'boolean', default: false },
  'known-failures': { type: 'string' },
  'fail-on': { type: 'string', default: 'must' },
  'timeout-scale': { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const

/** Checks the invariants on what a runtime in service answers, and changes nothing there. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('observe', args, FLAGS)
  const given = oneEndpoint('observe', positionals)
  const failOn = oneOf('fail-on', values['fail-on'], ['must', 'should'] as const)
  const forMs = positiveNumber('for', values.for) * 1000
  const timeoutScale = positiveNumber('timeout-scale', values['timeout-scale'])
  const found = given === undefined ? findEndpoints().find(({ present }) => present) : undefined
  const endpoint = given ?? found?.endpoint
  if (endpoint === undefined) {
    throw new CrivetError('CRIVET_ENDPOINT', 'no runtime listens here', {
      hint: 'name its socket: crivet observe unix:///…',
    })
  }
  if (found) process.stderr.write(`crivet: looks at ${endpoint} (${found.from})\n`)
  const observation = await observe(
    {
      endpoint,
      imageEndpoint: values['image-endpoint'] ?? found?.imageEndpoint,
      forMs,
      thorough: values.thorough,
      knownFailures: values['known-failures'],
      timeoutScale,
    },
    interruptSignal(),
  )
  process.stdout.write(
    values.json ? `${JSON.stringify(observation, undefined, 2)}\n` : asText(observation),
  )
  return exitCode(observation, failOn)
}

function exitCode(observation: Observation, failOn: 'must' | 'should'): number {
  const { interrupted, unhandled, failures, invariants } = observation
  if (unhandled.length > 0) return 4
  if (failures.length > 0 || invariants.some((it) => failsGate(it, failOn))) return 1
  return interrupted ? 130 : 0
}

function asText(it: Observation): string {
  const { runtime, seen, looks, durationMs, interrupted } = it
  const { name, version, apiVersion } = runtime
  const what = `${seen.pods} pods, ${seen.containers} containers, ${seen.images} images`
  const ended = interrupted ? ', then interrupted' : ''
  return [
    `${oneLine(name)} ${oneLine(version)} · CRI ${oneLine(apiVersion)} · ${it.endpoint}`,
    `${looks} looks in ${span(durationMs)}${ended}: ${what}; nothing was changed`,
    '',
    ...figuresTable('RPC', it.rpcs),
    ...(it.notOffered.length > 0 ? [`not offered: ${it.notOffered.join(', ')}`] : []),
    '',
    ...it.failures.map(({ count, message }) => `FAILED  ${times(count)}: ${oneLine(message)}`),
    ...it.invariants.flatMap(({ id, statement, level, count, known, first }) => [
      `${isKnown({ known }) ? 'known ' : 'BROKEN'}  ${level ?? 'should'} ${id}: ${statement}`,
      `        ${times(count)}, first: ${oneLine(first.detail)} (${oneLine(first.call)})`,
      ...(known ? [`        known: ${oneLine(known.reason)}`] : []),
    ]),
    ...it.unhandled.map((stack) => `crivet itself is at fault; please report it: ${stack}`),
    ...(it.failures.length + it.invariants.length + it.unhandled.length === 0
      ? ['ok      every call succeeded, and every answer kept what must hold of all answers']
      : []),
    '',
  ].join('\n')
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
