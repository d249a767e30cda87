import { realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { consoleProgress } from '../../reports/console.ts'
import { readReports } from '../../reports/read-report.ts'
import { FILE_REPORTERS, prepareOutput } from '../../reports/write.ts'
import { CrivetError } from '../errors.ts'
import { mergeReports } from '../runner/merge-reports.ts'
import { withConfigFile } from './config-file.ts'
import { parseFlags, severalReports } from './flags.ts'
import { publish, REPORT_FLAGS, reportingFrom } from './report-flags.ts'
import { RUN_FLAGS } from './run-flags.ts'

/** Makes one report of several, of shards or nodes, and answers its gate's exit code. */
export async function command(args: readonly string[]): Promise<number> {
  const given = parseFlags('merge', args, REPORT_FLAGS)
  const paths = severalReports('merge', given.positionals, 'shard-1/ shard-2/ --output merged')
  const { values } = withConfigFile(given, RUN_FLAGS, Object.keys(REPORT_FLAGS))
  const reporting = reportingFrom(values)
  const report = mergeReports(readReports(paths))
  await prepareOutput(reporting.output)
  if (reporting.reporters.includes('json')) keepInputs(paths, reporting.output)
  const progress = consoleProgress({ stream: reporting.stream, env: process.env })
  return publish(report, reporting.output, reporting, progress)
}

// A report that was replaced by the merged one would count twice the next time.
function keepInputs(paths: readonly string[], output: string): void {
  const { file } = FILE_REPORTERS.json
  const isFolder = (path: string) => statSync(path).isDirectory()
  const inputs = paths.map((path) => realpathSync(isFolder(path) ? join(path, file) : path))
  if (!inputs.includes(join(realpathSync(output), file))) return
  throw new CrivetError('CRIVET_USAGE', `a report in ${output} would be replaced`, {
    hint: 'name another folder for the merged one: --output DIR',
  })
}
