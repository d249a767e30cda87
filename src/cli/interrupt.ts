/** Aborts at the first SIGINT or SIGTERM; the second ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) {
      process.stderr.write('\ncrivet: ended at once; remove what is left with: crivet cleanup\n')
      process.exit(130)
    }
    process.stderr.write('\ncrivet: ending: cleaning up (again to end at once)\n')
    controller.abort('interrupted')
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return controller.signal
}
