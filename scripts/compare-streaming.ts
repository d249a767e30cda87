/**
 * `npm run compare:streaming -- [--launch crio] [--launch-binary PATH] [--runtime-handler NAME] [--crictl PATH]`:
 * drives the same sessions through crivet's streaming client and through crictl, and compares bytes and exit codes.
 */
import { openCases } from './streaming/cases.ts'
import { withStreams } from './streaming/with-streams.ts'

let differing = 0
await withStreams(async (bench, crictl) => {
  const version = (await crictl.run(['--version'])).stdout.toString().trim()
  console.log(`${bench.runtime}; ${version}\n`)
  console.log('| session | crivet | crictl | same |\n| --- | --- | --- | --- |')
  for (const protocol of ['spdy', 'websocket'] as const) {
    const cases = await openCases(bench, crictl, protocol)
    for (const { name, crivet, crictl: theirs, leftOut } of cases) {
      if (leftOut !== undefined) {
        console.log(`| ${name}, ${protocol} | ${leftOut} | | |`)
        continue
      }
      const [ours, other] = [await told(crivet), await told(theirs)]
      const same = ours === other
      if (!same) differing++
      console.log(`| ${name}, ${protocol} | ${ours} | ${other} | ${same ? 'yes' : '**no**'} |`)
    }
  }
})
process.exitCode = differing > 0 ? 1 : 0

async function told(session: () => Promise<string>): Promise<string> {
  try {
    return await session()
  } catch (error) {
    return `error: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
}
