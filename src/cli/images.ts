import { CATALOGUE } from '../../fixtures/images/catalogue.ts'
import { exportLayout } from '../../fixtures/images/export-layout.ts'
import { CrivetError } from '../errors.ts'
import { parseFlags } from './flags.ts'

/** Lists the test images, or writes them as an OCI image layout. */
export async function command(args: readonly string[]): Promise<number> {
  const { positionals } = parseFlags('images', args, {})
  const [action = 'list', directory, ...names] = positionals
  if (action === 'list') return list()
  if (action === 'export') return exportImages(directory, names)
  throw new CrivetError('CRIVET_USAGE', `images has no ${JSON.stringify(action)}`, {
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

function exportImages(directory: string | undefined, names: readonly string[]): number {
  if (directory === undefined) {
    throw new CrivetError('CRIVET_USAGE', 'images export needs a folder', {
      hint: 'crivet images export ./images',
    })
  }
  for (const { name, digest } of written(directory, names)) {
    process.stdout.write(`${name} ${digest}\n`)
  }
  return 0
}

function written(directory: string, names: readonly string[]) {
  try {
    return exportLayout(directory, names.length > 0 ? names : undefined)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === undefined || cause instanceof CrivetError) throw cause
    throw new CrivetError('CRIVET_OUTPUT', `cannot write to ${directory}: ${message}`, {
      hint: 'name a folder that can be written',
      cause,
    })
  }
}
