import { type GateOptions, passGate } from '../../reports/gate.ts'
import { githubReport } from '../../reports/github.ts'
import type { ProgressSink } from '../../reports/progress.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { FILE_REPORTERS, type FileReporter, writeReports } from '../../reports/write.ts'
import { CrivetError } from '../errors.ts'
import { listed, oneOf } from './flags.ts'

/** The flags that say what comes of a report, for `parseFlags`. */
export const REPORT_FLAGS = {
  output: { type: 'string' },
  reporter: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  strict: { type: 'boolean' },
} as const

/** What was given for `REPORT_FLAGS`. */
export interface ReportValues {
  readonly output?: string | undefined
  readonly reporter?: string[] | undefined
  readonly 'fail-on'?: string | undefined
  readonly strict?: boolean | undefined
}

/** Where a report goes, in which forms, and what its exit code looks at. */
export interface Reporting {
  readonly output: string
  readonly reporters: readonly (typeof REPORTERS)[number][]
  readonly gate: GateOptions
  /** Where the console report goes; nowhere unless it was asked for. */
  readonly stream: { write(text: string): unknown }
}

const REPORTERS = ['console', 'github', ...(Object.keys(FILE_REPORTERS) as FileReporter[])] as const

/** What the flags ask for; an unknown reporter or level is a usage error. */
export function reportingFrom(values: ReportValues): Reporting {
  const names = values.reporter ? listed(values.reporter) : ['console', 'json', 'junit']
  if (names.length === 0) throw new CrivetError('CRIVET_USAGE', '--reporter names no reporter')
  const reporters = names.map((name) => oneOf('reporter', name, REPORTERS))
  const failOn = oneOf('fail-on', values['fail-on'] ?? 'must', ['must', 'should'])
  return {
    output: values.output ?? 'crivet-report',
    reporters,
    gate: { failOn, strict: values.strict ?? false },
    stream: reporters.includes('console') ? process.stdout : { write: () => true },
  }
}

/** Writes a report in all its forms into a folder, and answers the gate's exit code. */
export async function publish(
  report: RunReport,
  folder: string,
  { reporters, gate: options }: Reporting,
  progress: ProgressSink,
): Promise<number> {
  const files = await writeReports(report, folder, reporters.filter(isFileReporter))
  const gate = passGate(report, options)
  progress.ended(report, { files, gate })
  if (reporters.includes('github')) process.stdout.write(githubReport(report))
  return gate.exitCode
}

function isFileReporter(name: string): name is FileReporter {
  return name in FILE_REPORTERS
}
