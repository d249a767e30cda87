import { type CriMethods, expect, type PodHandle, scenario, unlessRefused } from 'crivet'

type Signal = NonNullable<
  NonNullable<Parameters<CriMethods['createContainer']>[0]['config']>['stop_signal']
>

async function expectReceived(pod: PodHandle, signals: Readonly<Record<string, number>>) {
  for (const [name, number] of Object.entries(signals)) {
    const stop_signal = `SIGNAL_${name}` as Signal
    const container = await pod.run(`on-signal TERM=15 ${number}=${number}`, { stop_signal })
    await container.logged('ready')
    await container.stop({ timeout: 30 })
    expect((await container.exited()).exit_code, name).toBe(number)
  }
}

scenario(
  'container.stop-signal.configured',
  { requirement: 'container.stop.config-signal' },
  async ({ sharedPod }) => expectReceived(sharedPod, { SIGUSR2: 12, SIGWINCH: 28 }),
)

scenario(
  'container.stop-signal.real-time',
  { requirement: 'container.stop.config-signal' },
  async ({ sharedPod }) => expectReceived(sharedPod, { SIGRTMINPLUS3: 37, SIGRTMAX: 64 }),
)

scenario(
  'container.stop-signal.over-image',
  { requirement: 'container.stop.config-signal' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('stop-signal')
    const container = await sharedPod.run([], { use, stop_signal: 'SIGNAL_SIGTERM' })
    await container.logged('ready')
    await container.stop({ timeout: 30 })
    await expect(container).toHaveExited({ code: 15 })
  },
)

scenario(
  'container.stop-signal.every',
  { requirement: 'container.stop.config-signal', needs: ['soak'], timeout: 'longScenario' },
  async ({ sharedPod }) => expectReceived(sharedPod, NUMBERS),
)

scenario(
  'container.stop-signal.reported',
  { requirement: 'container.stop.signal-reported' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('stop-signal')
    const cases = [
      { of: { stop_signal: 'SIGNAL_SIGUSR2' }, reported: 'SIGNAL_SIGUSR2' },
      { of: { use, stop_signal: 'SIGNAL_SIGRTMINPLUS3' }, reported: 'SIGNAL_SIGRTMINPLUS3' },
      { of: { use }, reported: 'SIGNAL_SIGUSR1' },
      { of: {}, reported: 'SIGNAL_SIGTERM' },
    ] as const
    for (const { of, reported } of cases) {
      const container = await sharedPod.create('pause', of)
      expect((await container.status()).stop_signal).toBe(reported)
    }
  },
)

scenario(
  'container.stop-signal.image-removed',
  { requirement: 'container.stop.image-signal-after-image-removal' },
  async ({ cri, image, sharedPod }) => {
    const use = await image.pull(image.own('stop-signal'))
    const container = await sharedPod.run([], { use })
    await container.logged('ready')
    await unlessRefused(cri.removeImage({ image: { image: use.id } }))
    await container.stop({ timeout: 30 })
    await expect(container).toHaveExited({ code: 31 })
  },
)

// All of the enum that a Go program can be seen to receive; the numbers are those of any architecture.
const NUMBERS = {
  ...{ SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGBUS: 7 },
  ...{ SIGFPE: 8, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15 },
  ...{ SIGSTKFLT: 16, SIGCHLD: 17, SIGCLD: 17, SIGCONT: 18, SIGTSTP: 20, SIGTTIN: 21 },
  ...{ SIGTTOU: 22, SIGXCPU: 24, SIGXFSZ: 25, SIGVTALRM: 26, SIGWINCH: 28, SIGIO: 29 },
  ...{ SIGPOLL: 29, SIGPWR: 30, SIGSYS: 31 },
  ...Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`SIGRTMINPLUS${at + 1}`, at + 35])),
  ...Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`SIGRTMAXMINUS${at + 1}`, 63 - at])),
  SIGRTMAX: 64,
}
