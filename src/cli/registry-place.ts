import { CrivetError } from '../errors.ts'

/** A registry and a path in it, as `--registry` and `images push` take it; anything else is a usage error. */
export function registryPlace(value: string): string {
  if (/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/.test(value)) return value
  throw new CrivetError('CRIVET_USAGE', `${JSON.stringify(value)} is no registry`, {
    hint: 'such as registry.example:5000/crivet: a host, its port, a path, nothing before or behind',
  })
}
