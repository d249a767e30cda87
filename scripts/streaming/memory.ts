// The process that `measureMemory` starts.
import { connect } from '../../src/cri/client.ts'
import type { RemoteRoute } from './measure-memory.ts'
import { transfer } from './transfer.ts'

const WARM_UP_BYTES = 32 * 1024 ** 2
const LOOK_EVERY_MS = 20

const [route = '', bytes] = process.argv.slice(2)
const { endpoint, direction, ...rest } = JSON.parse(route) as RemoteRoute
const { cri, close } = connect({ endpoint })
await transfer({ cri, ...rest }, direction, WARM_UP_BYTES)
const startBytes = process.memoryUsage.rss()
let peakBytes = startBytes
const looking = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
}, LOOK_EVERY_MS)
await transfer({ cri, ...rest }, direction, Number(bytes))
clearInterval(looking)
close()
process.send?.({ startBytes, peakBytes })
process.disconnect?.()
