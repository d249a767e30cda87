import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crivet, refusal, tempFolder } from './crivet.ts'

const SEE_IMAGES =
  'crivet images list, crivet images export DIR, or crivet images push HOST:PORT/PATH'
const SEE_RUN = 'see: crivet run --help'

// Each with the one line and the hint; all end with 2 and print nothing else.
const MISTAKES: readonly (readonly [args: string, message: string, hint: string])[] = [
  ['--bogus', "Unknown option '--bogus'", SEE_RUN],
  ['doctor --bogus', "Unknown option '--bogus'", 'see: crivet doctor --help'],
  [
    'bogus',
    'there is no command bogus',
    'see: crivet --help (an endpoint is unix:///… or a path with a slash)',
  ],
  [
    'bogus --help',
    'there is no command bogus',
    'see: crivet --help (an endpoint is unix:///… or a path with a slash)',
  ],
  ['help bogus', 'there is no command bogus', 'see: crivet --help'],
  ['run /a /b', 'one endpoint at a time; "/b" is too many', SEE_RUN],
  ['list more', 'list takes no "more"', 'see: crivet list --help'],
  [
    'http://localhost',
    'http://localhost is not a unix socket',
    'a CRI runtime on Linux listens on one: unix:///run/containerd/containerd.sock',
  ],
  [
    'run /a --launch containerd',
    '--launch starts a runtime of its own; leave the endpoint out',
    SEE_RUN,
  ],
  [
    'run /a --launch-binary ./x',
    '--launch-binary is for --launch, which was not given',
    'such as --launch crio --launch-binary ./bin/crio',
  ],
  [
    'run /a --runtime-handler runc,crun --known-failures x --update-known-failures',
    '--update-known-failures takes one handler at a time',
    'each run would take off the list what another handler shows',
  ],
  ['run --launch docker', '--launch takes containerd, crio, not "docker"', SEE_RUN],
  [
    '/a --shard 4/3',
    '--shard takes I/N, the I-th of N parts, not "4/3"',
    'such as --shard 1/3 on the first of three machines',
  ],
  [
    'merge one',
    'merge takes two reports or more',
    'crivet merge shard-1/ shard-2/ --output merged',
  ],
  ['/a --parallel 0', '--parallel takes a whole number from 1 on, not "0"', SEE_RUN],
  ['/a --parallel 2.5', '--parallel takes a whole number from 1 on, not "2.5"', SEE_RUN],
  ['/a --parallel 1e3', '--parallel takes a whole number from 1 on, not "1e3"', SEE_RUN],
  ['/a --seed x', '--seed takes a whole number from 0 on, not "x"', SEE_RUN],
  ['/a --bail=-1', '--bail takes a whole number from 1 on, not "-1"', SEE_RUN],
  ['/a --timeout-scale 0', '--timeout-scale takes a number above 0, not "0"', SEE_RUN],
  [
    '/a --timeout-scale=Infinity',
    '--timeout-scale takes a number above 0, not "Infinity"',
    SEE_RUN,
  ],
  ['/a --timeout-scale -1', "Option '--timeout-scale' argument is ambiguous", SEE_RUN],
  ['/a --parallel', "Option '--parallel <value>' argument missing", SEE_RUN],
  ['/a --soak=yes', "Option '--soak' does not take an argument", SEE_RUN],
  ['/a --fail-on may', '--fail-on takes must, should, not "may"', SEE_RUN],
  ['/a --reporter=', '--reporter names no reporter', SEE_RUN],
  [
    'list --rpc RunPod',
    '--rpc: the CRI has no RPC "RunPod"',
    'names are the CRI’s own, such as RunPodSandbox',
  ],
  ['list --level most', '--level takes must, should, may, not "most"', 'see: crivet list --help'],
  ['/a --scenario nope.*', 'no scenario matches "nope.*"', 'see all ids with: crivet list'],
  ['list --skip nope', 'no scenario matches "nope"', 'see all ids with: crivet list'],
  [
    'list --scenario version.* --profile events',
    'the filters together leave no scenario',
    'see what each filter can match with: crivet list --json',
  ],
  ['images burn', 'images has no "burn"', SEE_IMAGES],
  ['images list --plain-http', '--plain-http is for images push', SEE_IMAGES],
  [
    'images push',
    'images push needs a registry',
    'crivet images push registry.example:5000/crivet',
  ],
  [
    'run --launch containerd --registry x:1/y',
    '--launch starts a runtime that pulls from crivet; leave --registry out',
    SEE_RUN,
  ],
  ['images export', 'images export needs a folder', 'crivet images export ./images'],
]

test.each(MISTAKES)('crivet %s', async (args, message, hint) => {
  const ended = await crivet(args.split(' '))
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: refusal(message, hint) })
})

test('a report folder that cannot be written is told before anything is looked at', async () => {
  const dir = tempFolder()
  const file = join(dir, 'file')
  writeFileSync(file, '')
  for (const folder of ['/proc/crivet', file, join(file, 'below')]) {
    const { code, stdout, stderr } = await crivet(['/a.sock', '--output', folder])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(`crivet: reports cannot be written to ${folder}: E`)
    expect(stderr).toMatch(/\n {2}→ name a folder that can be written with: --output DIR\n$/)
  }
})

test('help and version are printed wherever they are asked for', async () => {
  for (const args of [['--help'], ['-h'], ['help'], ['help', '--help']]) {
    const { code, stdout } = await crivet(args)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('crivet [run] ENDPOINT          run the suites'),
    })
  }
  for (const args of [
    ['run', '--help'],
    ['/a.sock', '--help'],
    ['help', 'run'],
  ]) {
    expect((await crivet(args)).stdout).toContain('--timeout-scale X')
  }
  expect(await crivet(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})
