import { oneLine } from '../../reports/text.ts'
import { examine, type LookResult } from '../runner/doctor.ts'
import { PLAIN_TARGET } from '../runner/prepare.ts'
import { findEndpoints } from '../runtimes/discovery.ts'
import { launchLooks } from '../runtimes/launch-looks.ts'
import { fail } from './fail.ts'
import { oneEndpoint, parseFlags } from './flags.ts'
import { interruptSignal } from './interrupt.ts'
import { registryPlace } from './registry-place.ts'

const FLAGS = {
  'image-endpoint': { type: 'string' },
  registry: { type: 'string' },
  'kubelet-stopped': { type: 'boolean' },
} as const

const MARKS: Readonly<Record<LookResult, string>> = {
  ok: 'ok    ',
  'leaves-out': 'less  ',
  blocks: 'BLOCKS',
}

/** Says what a run against the endpoint, or the first found, would meet; and what can be launched. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('doctor', args, FLAGS)
  const given = oneEndpoint('doctor', positionals)
  if (given === undefined) showMachine()
  const found = given === undefined ? findEndpoints().find(({ present }) => present) : undefined
  const endpoint = given ?? found?.endpoint
  if (endpoint === undefined) {
    say('no runtime listens here; start a private one: crivet run --launch containerd')
    return 3
  }
  say(`\n${endpoint}${found ? ` (${found.from})` : ''}`)
  try {
    const looks = await examine(
      {
        ...PLAIN_TARGET,
        endpoint,
        imageEndpoint: values['image-endpoint'] ?? found?.imageEndpoint,
        registry: values.registry === undefined ? undefined : registryPlace(values.registry),
        kubeletStopped: values['kubelet-stopped'] ?? false,
      },
      interruptSignal(),
    )
    for (const { result, what, hint } of looks) {
      say(`  ${MARKS[result]}  ${oneLine(what)}`)
      if (hint) say(`          → ${hint}`)
    }
    return looks.some(({ result }) => result === 'blocks') ? 3 : 0
  } catch (error) {
    return fail(error)
  }
}

function showMachine(): void {
  say('sockets')
  const endpoints = findEndpoints()
  for (const { endpoint, from, present } of endpoints) {
    say(`  ${present ? 'ok    ' : 'absent'}  ${endpoint} (${from})`)
  }
  if (endpoints.length === 0) say('  none')
  for (const { kind, missing, hint } of launchLooks()) {
    say(`\n--launch ${kind}`)
    if (missing.length === 0) say('  ok      everything it takes is installed')
    else say(`  absent  ${missing.join(', ')}\n          → ${hint}`)
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
