import { CATALOGUE } from '../../fixtures/images/catalogue.ts'
import { type ExportedImage, exportLayout } from '../../fixtures/images/export-layout.ts'
import { prepareOutput } from '../../reports/write.ts'
import { CrivetError } from '../errors.ts'
import { parseFlags } from './flags.ts'

/** Lists the test images, or writes them as an OCI image layout. */
export async function command(args: readonly string[]): Promise<number> {
  const { positionals } = parseFlags('images', args, {})
  const [action = 'list', directory, ...names] = positionals
  if (action === 'list' && directory === undefined) return list()
  if (action === 'export') return exportImages(directory, names)
  const message =
    action === 'list' ? 'images list takes nothing more' : `images has no ${JSON.stringify(action)}`
  throw new CrivetError('CRIVET_USAGE', message, {
    hint: 'crivet images list, or crivet images export DIR',
  })
}

function list(): number {
  const rows = Object.entries(CATALOGUE)
  const width = Math.max(...rows.map(([name]) => name.length))
  for (const [name, { about }] of rows) {
    process.stdout.write(`${name.padEnd(width)}  ${about}\n`)
  }
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
  for (const { name, digest } of await written(directory, names)) {
    process.stdout.write(`${name} ${digest}\n`)
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
