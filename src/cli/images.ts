import { CATALOGUE } from '../../fixtures/images/catalogue.ts'
import { type ExportedImage, exportLayout } from '../../fixtures/images/export-layout.ts'
import { prepareOutput } from '../../reports/write.ts'
import { CrivetError } from '../errors.ts'
import { pushImages } from '../runner/push-images.ts'
import { parseFlags } from './flags.ts'
import { interruptSignal } from './interrupt.ts'
import { registryPlace } from './registry-place.ts'

const FLAGS = { 'plain-http': { type: 'boolean' } } as const
const SEE = 'crivet images list, crivet images export DIR, or crivet images push HOST:PORT/PATH'

/** Lists the test images, writes them as an OCI image layout, or pushes them to a registry. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('images', args, FLAGS)
  const plainHttp = values['plain-http']
  const [action = 'list', place, ...names] = positionals
  if (plainHttp !== undefined && action !== 'push') throw wrong('--plain-http is for images push')
  if (action === 'list' && place === undefined) return list()
  if (action === 'export') return exportImages(place, names)
  if (action === 'push') return push(place, names, plainHttp ?? false)
  throw wrong(
    action === 'list'
      ? 'images list takes nothing more'
      : `images has no ${JSON.stringify(action)}`,
  )
}

function list(): number {
  const rows = Object.entries(CATALOGUE)
  const width = Math.max(...rows.map(([name]) => name.length))
  for (const [name, { about }] of rows) say(`${name.padEnd(width)}  ${about}`)
  return 0
}

async function exportImages(
  directory: string | undefined,
  names: readonly string[],
): Promise<number> {
  if (directory === undefined) {
    throw new CrivetError('CRIVET_USAGE', 'images export needs a folder', {
      hint: 'crivet images export ./images',
    })
  }
  for (const { name, digest } of await written(directory, names)) say(`${name} ${digest}`)
  return 0
}

async function push(
  place: string | undefined,
  names: readonly string[],
  plainHttp: boolean,
): Promise<number> {
  if (place === undefined) {
    throw new CrivetError('CRIVET_USAGE', 'images push needs a registry', {
      hint: 'crivet images push registry.example:5000/crivet',
    })
  }
  const registry = registryPlace(place)
  const interrupt = interruptSignal()
  try {
    for await (const pushed of pushImages(registry, { names, plainHttp })) {
      say(pushed)
      if (interrupt.aborted) return 130
    }
  } catch (error) {
    if (interrupt.aborted) return 130
    throw error
  }
  return 0
}

async function written(
  directory: string,
  names: readonly string[],
): Promise<readonly ExportedImage[]> {
  try {
    await prepareOutput(directory)
    return exportLayout(directory, names.length > 0 ? names : undefined)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === undefined || (cause instanceof CrivetError && code !== 'CRIVET_OUTPUT'))
      throw cause
    const why = cause instanceof CrivetError ? `${(cause.cause as Error).message}` : message
    throw new CrivetError('CRIVET_OUTPUT', `images cannot be written to ${directory}: ${why}`, {
      hint: 'name a folder that can be written: crivet images export DIR',
      cause,
    })
  }
}

function wrong(message: string): CrivetError {
  return new CrivetError('CRIVET_USAGE', message, { hint: SEE })
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
