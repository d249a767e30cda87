import { expect, test } from 'vitest'
import { githubReport } from '../../reports/github.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

test('tells the verdict and what is broken', () => {
  expect(githubReport(sampleReport())).toMatchInlineSnapshot(`
    "::notice title=crivet%3A not-conformant::1 core must broken%0Acri-o 1.33.0 · CRI v1 · handler runc · unix:///run/crio/crio.sock
    ::error title=must container.stop.forced::container.stop.forced-after-grace: exit code: expected 137, got 0%0AWhy: A container that ignores its stop signal is killed once the grace period is over.
    ::error title=unclean container.stop.twice::left behind: container c2
    ::error title=leak on the host::network namespace cni-1
    ::warning title=should image.pull.digest::image.pull.by-digest: repo_tags: expected [], got ["x"] (known: fixed in the next release)%0AWhy: What image.pull.digest demands.
    ::warning title=error exec.sync.timeout::the registry was gone
    ::warning title=should invariant created-at-order::Containers made later have a later created_at. (3 times; first in container.stop.twice: 5 < 7)
    "
  `)
})

test('no text of a runtime becomes a command of its own', () => {
  const lines = githubReport(hostileReport()).trimEnd().split('\n')
  expect(lines).toHaveLength(8)
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) title=[^:,]*::/)
})
