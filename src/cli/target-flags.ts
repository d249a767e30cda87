import { CrivetError } from '../errors.ts'
import type { TargetOptions } from '../runner/prepare.ts'
import { findEndpoints } from '../runtimes/discovery.ts'
import { oneEndpoint, oneOf, positiveNumber } from './flags.ts'

/** The flags of commands that make something on a runtime; the handler's differs from command to command. */
export const TARGET_FLAGS = {
  'image-endpoint': { type: 'string' },
  launch: { type: 'string' },
  'launch-binary': { type: 'string' },
  'kubelet-stopped': { type: 'boolean' },
  soak: { type: 'boolean' },
  'timeout-scale': { type: 'string' },
} as const

/** What `parseFlags` makes of them. */
export interface TargetValues {
  readonly 'image-endpoint'?: string | undefined
  readonly launch?: string | undefined
  readonly 'launch-binary'?: string | undefined
  readonly 'kubelet-stopped'?: boolean | undefined
  readonly soak?: boolean | undefined
  readonly 'timeout-scale'?: string | undefined
}

/** The one target that a command was given: an endpoint, or a runtime to launch. */
export function targetFrom(
  command: string,
  values: TargetValues,
  positionals: readonly string[],
  handler?: string,
): TargetOptions {
  const endpoint = oneEndpoint(command, positionals)
  const launch =
    values.launch === undefined ? undefined : oneOf('launch', values.launch, ['containerd', 'crio'])
  if (endpoint === undefined && launch === undefined) throw noTarget(command)
  if (endpoint !== undefined && launch !== undefined) {
    throw new CrivetError(
      'CRIVET_USAGE',
      '--launch starts a runtime of its own; leave the endpoint out',
    )
  }
  if (launch === undefined && values['launch-binary'] !== undefined) {
    throw new CrivetError('CRIVET_USAGE', '--launch-binary is for --launch, which was not given', {
      hint: 'such as --launch crio --launch-binary ./bin/crio',
    })
  }
  return {
    endpoint,
    imageEndpoint: values['image-endpoint'],
    registry: undefined,
    launch,
    launchBinary: values['launch-binary'],
    handler,
    soak: values.soak ?? false,
    kubeletStopped: values['kubelet-stopped'] ?? false,
    restartCommand: undefined,
    timeoutScale: positiveNumber('timeout-scale', values['timeout-scale'] ?? '1'),
  }
}

function noTarget(command: string): CrivetError {
  const found = findEndpoints().filter(({ present }) => present)
  const [first] = found
  const name = command === 'run' ? 'crivet' : `crivet ${command}`
  const hint = first
    ? `${name} ${first.endpoint}   (${first.from})`
    : `no runtime was found here; start a private one: crivet ${command} --launch containerd`
  const others = found.map(({ endpoint, from }) => `${endpoint} (${from})`).join(', ')
  return new CrivetError(
    'CRIVET_USAGE',
    first ? `no endpoint was given; found: ${others}` : 'no endpoint was given',
    { hint },
  )
}
