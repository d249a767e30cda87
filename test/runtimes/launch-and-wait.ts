import { launchContainerd } from '../../src/runtimes/containerd/launch.ts'
import { createStateDir } from '../../src/runtimes/state-dir.ts'

// The process that crash.test.ts kills: launches for the run it is given and waits to die.
const runId = process.argv[2] ?? ''
const stateDir = await createStateDir(runId)
await launchContainerd({
  runId,
  stateDir,
  pauseImage: '127.0.0.1:1/pause:1',
  registry: { hosts: ['127.0.0.1:1'], certificatePem: '' },
})
console.log('ready')
setInterval(() => {}, 60_000)
