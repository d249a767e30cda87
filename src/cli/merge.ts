import { consoleProgress } from '../../reports/console.ts'
import { readReports } from '../../reports/read-report.ts'
import { prepareOutput } from '../../reports/write.ts'
import { mergeReports } from '../runner/merge-reports.ts'
import { parseFlags, severalReports } from './flags.ts'
import { publish, REPORT_FLAGS, reportingFrom } from './report-flags.ts'

/** Makes one report of several, of shards or nodes, and answers its gate's exit code. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('merge', args, REPORT_FLAGS)
  const paths = severalReports('merge', positionals, 'shard-1/ shard-2/ --output merged')
  const reporting = reportingFrom(values)
  const report = mergeReports(readReports(paths))
  await prepareOutput(reporting.output)
  const progress = consoleProgress({ stream: reporting.stream, env: process.env })
  return publish(report, reporting.output, reporting, progress)
}
