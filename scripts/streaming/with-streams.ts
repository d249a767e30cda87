import { type Crictl, openCrictl } from './crictl.ts'
import { streamingFlags } from './flags.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/** Launches what the command line names, does the work beside crictl, and takes all down again. */
export async function withStreams(
  work: (bench: Workbench, crictl: Crictl) => Promise<void>,
): Promise<void> {
  const { crictl: path, ...options } = streamingFlags()
  const bench = await openWorkbench(options)
  try {
    const crictl = await openCrictl(bench.endpoint, path)
    try {
      await work(bench, crictl)
    } finally {
      await crictl.close()
    }
  } finally {
    await bench.close()
  }
}
