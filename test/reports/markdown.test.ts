import { expect, test } from 'vitest'
import { markdownReport } from '../../reports/markdown.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

test('tells a run in Markdown', () => {
  expect(markdownReport(sampleReport())).toMatchInlineSnapshot(`
    "# crivet: not-conformant

    1 core must broken.

    |  |  |
    | --- | --- |
    | Runtime | \`cri-o 1.33.0 · CRI v1 · handler runc · unix:///run/crio/crio.sock\` |
    | API level | \`Kubernetes 1.24; 1.25 needs RuntimeConfig\` |
    | Host | \`6.1.0 x64, cgroup v2, LSMs apparmor\` |
    | Scenarios | 1 fail, 1 unclean, 1 error, 1 known-failure, 1 unsupported, 1 not-applicable, 1 skipped, 1 pass, in 14.2 s |
    | Depth | \`default +private\` |
    | crivet | \`0.1.0\` |

    ## Broken requirements

    ### must \`container.stop.forced\` (core)

    > A container that ignores its stop signal is killed once the grace period is over.

    - **fail** \`container.stop.forced-after-grace\`: \`exit code: expected 137, got 0\`

    <details><summary>Evidence</summary>

    Expected:

    \`\`\`
    137
    \`\`\`

    Actual:

    \`\`\`
    0
    \`\`\`

    Reproduce:

    \`\`\`sh
    crictl stop --timeout 2 c1
    crictl inspect c1
    \`\`\`

    Calls:

    \`\`\`
    → StopContainer {"timeout": 2}
    ← OK after 12 ms
    \`\`\`

    </details>

    ### should \`image.pull.digest\` (images)

    > What image.pull.digest demands.

    - **known-failure** \`image.pull.by-digest\`: \`repo_tags: expected [], got ["x"] (known: fixed in the next release)\`

    ## Other findings

    - **unclean** \`container.stop.twice\`: \`left behind: container c2\`
    - **error** \`exec.sync.timeout\`: \`the registry was gone\`
    - **invariant** \`created-at-order\`: \`Containers made later have a later created_at.\`, violated 3 times, first in \`container.stop.twice\`: \`ListContainers #4: 5 < 7\`

    ## Profiles

    | profile | kept | broken | undecided | unsupported | not applicable | left out | untried |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | core | 1 | 1 | 1 | 0 | 0 | 0 | 0 |
    | images | 0 | 1 | 0 | 0 | 0 | 0 | 0 |
    | security | 0 | 0 | 0 | 0 | 1 | 0 | 0 |
    | events | 0 | 0 | 0 | 1 | 0 | 0 | 0 |
    | recovery | 0 | 0 | 0 | 0 | 0 | 1 | 0 |

    ## Not tried

    | scenarios | outcome | reason |
    | --- | --- | --- |
    | 1 | unsupported | \`GetContainerEvents is not UNIMPLEMENTED: it is\` |
    | 1 | not-applicable | \`the kernel has seccomp: no\` |
    | 1 | skipped | \`the run was not given: restart\` |

    ## Leaks

    - \`network namespace cni-1\`

    ## Known leaks

    - \`cgroup /pod-1 (known: left until a restart)\`

    ## Notes

    - \`no kubelet uses this runtime\`
    "
  `)
})

test('keeps hostile text inside of code', () => {
  const text = markdownReport(hostileReport())
  expect(text.length).toBeLessThan(256 * 1024)
  expect(text).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\u202e]/u)
  const outside = text
    .replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
  expect(outside).not.toContain('<script>')
  expect(outside).not.toContain('alert')
})
