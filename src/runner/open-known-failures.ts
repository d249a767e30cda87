import { existsSync } from 'node:fs'
import type { RunReport } from '../../reports/run-report.ts'
import { CHECKS } from '../cri/invariants/table.ts'
import { CrivetError } from '../errors.ts'
import {
  type Circumstances,
  invariantEntryId,
  invariantOf,
  type KnownFailureEntry,
  LEAK,
} from '../known-failures/entry.ts'
import { readKnownFailures, SHIPPED, shippedFile } from '../known-failures/file.ts'
import { updateKnownFailures } from '../known-failures/update.ts'
import { loadCatalogue } from './catalogue.ts'

/** The known failures a run was given. */
export interface KnownFailures {
  /** The entries, of which some may be about other runtimes. */
  entriesFor(runtime: string): readonly KnownFailureEntry[]
  /** Writes the file anew where that was asked for. */
  update(report: RunReport, here: Circumstances): void
}

/** What was asked for by flags. */
export interface KnownFailureFlags {
  readonly knownFailures: string | undefined
  readonly updateKnownFailures: boolean
  readonly registry?: string | undefined
}

/** Reads the file before anything is set up, so that what is wrong in it is told at once. */
export function openKnownFailures(
  { knownFailures: file, updateKnownFailures: update, registry }: KnownFailureFlags,
  partial: boolean,
): KnownFailures {
  if (update && (file === undefined || file === SHIPPED)) {
    throw new CrivetError('CRIVET_USAGE', '--update-known-failures needs the file to write', {
      hint: 'crivet run … --known-failures FILE --update-known-failures',
    })
  }
  if (update && partial) {
    throw new CrivetError('CRIVET_USAGE', '--update-known-failures needs a whole run', {
      hint: 'leave out the filters: a part of the scenarios cannot tell what is left to list',
    })
  }
  if (update && registry !== undefined) {
    throw new CrivetError('CRIVET_USAGE', '--update-known-failures needs all test images', {
      hint: 'leave out --registry: what it leaves out cannot tell what is left to list',
    })
  }
  const read = (path: string) => withKnownIds(path, readKnownFailures(path))
  const fixed =
    file === undefined || file === SHIPPED ? [] : update && !existsSync(file) ? [] : read(file)
  return {
    entriesFor(runtime) {
      if (file !== SHIPPED) return fixed
      return existsSync(shippedFile(runtime)) ? read(shippedFile(runtime)) : []
    },
    update(report, here) {
      if (update && file !== undefined) updateKnownFailures(file, fixed, report, here)
    },
  }
}

function withKnownIds(
  file: string,
  entries: readonly KnownFailureEntry[],
): readonly KnownFailureEntry[] {
  const ids = new Set([
    ...loadCatalogue().map(({ id }) => id),
    ...CHECKS.map(({ id }) => invariantEntryId(id)),
    LEAK,
  ])
  const unknown = entries.find(({ id }) => !ids.has(id))
  if (!unknown) return entries
  const invariant = invariantOf(unknown)
  const what = invariant === undefined ? `scenario ${unknown.id}` : `invariant ${invariant}`
  throw new CrivetError('CRIVET_CONFIG', `${file}: there is no ${what}`, {
    hint:
      invariant === undefined
        ? 'see all ids with: crivet list'
        : 'reports name those that were violated',
  })
}
