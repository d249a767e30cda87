import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { generateCri } from '../generate-cri.ts'
import { generateRequirements } from '../generate-requirements.ts'
import { ROOT } from './tool.ts'

/** Generated files that are not what their sources make of them today. */
export function checkGenerated(): readonly string[] {
  return [...generateCri(), generateRequirements()]
    .filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
    .map(({ path }) => `${relative(ROOT, path)} is not up to date: npm run generate`)
}
