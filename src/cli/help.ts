import { CrivetError } from '../errors.ts'

const OVERVIEW = `crivet vets a Kubernetes container runtime through its CRI socket and gives a verdict.

  crivet [run] ENDPOINT          run the suites against this socket (unix:///… or a path)
  crivet run --launch containerd start a private runtime, vet it, tear it down
  crivet doctor [ENDPOINT]       what would block, skip or not apply, and how to mend it
  crivet observe [ENDPOINT]      change nothing: check what a runtime in service answers
  crivet list                    the scenarios, with what each looks at
  crivet explain ID              what a scenario, requirement or invariant asks, and why
  crivet compare REPORT…         runs side by side: what differs, what got worse, what was mended
  crivet merge REPORT…           shards of a run, or nodes, in one report
  crivet mutants --launch KIND   prove the suites: seeded faults, and who notices them
  crivet bench ENDPOINT          how long pods, containers, execs and images take
  crivet images list|export|push the test images
  crivet cleanup [ENDPOINT]      remove what an interrupted run left

  crivet COMMAND --help          the flags of a command
  crivet --version

Exit codes: 0 nothing at or above --fail-on failed · 1 something did · 2 usage or configuration ·
3 the target cannot be vetted · 4 crivet itself failed · 130 interrupted`

const RUN = `crivet [run] ENDPOINT [flags]        vet the runtime behind this socket
crivet run --launch KIND [flags]     vet a private runtime that crivet starts and tears down

ENDPOINT is unix:///path or a path, as crictl takes it. Without one (and without --launch) the sockets
that were found are named and nothing is changed.

Target
  --image-endpoint URL       the image service, where it has a socket of its own
  --registry HOST:PORT/PATH  where the test images are (crivet images push), for a runtime that cannot pull from crivet;
                             scenarios that take an image of their own, or a registry that misbehaves, are left out
  --launch containerd|crio   start a private runtime: own root, state, socket and pod network
  --launch-binary PATH       …from this binary
  --runtime-handler NAME     the handler to vet (default: the runtime's own default); repeated: each in turn, with a
                             folder of reports of its own and a table of them all
  --kubelet-stopped          run although the runtime carries a kubelet's pods
  --restart-command CMD      a shell command that restarts the daemon behind ENDPOINT, such as 'systemctl restart
                             containerd': scenarios about restarts run too, after all others

What to run
  --scenario GLOB            only scenarios whose id matches (repeatable)
  --skip GLOB                not these (repeatable)
  --profile NAME             only requirements of these profiles (repeatable)
  --level must|should|may    only requirements of at least this level
  --rpc NAME                 only requirements about this RPC (repeatable)
  --soak                     long and large scenarios too
  --shard I/N                the I-th of N parts, to divide a run among machines; crivet merge makes one report of them

How
  --parallel N               scenarios in flight (default 12)
  --bail N                   end the run, and fail the gate, after N failures that are not known
  --repeat N                 run all N times; a scenario whose outcome differs is flaky, which counts as failed
  --seed N                   run the scenarios in an order drawn by N, another in each round; keystones and what waits for
                             long stay first, what runs alone and what restarts the daemon last (default: by their ids)
  --timeout-scale X          stretch every deadline and wait (default 1)

What comes of it
  --output DIR               where the reports go (default ./crivet-report)
  --reporter NAMES           console, json, junit, html, markdown, github (default console,json,junit)
  --fail-on must|should      what the exit code looks at (default must)
  --strict                   an undecided must fails the gate too
  --known-failures FILE      listed failures still run and do not fail the gate; a listed scenario that passes
                             does. "shipped": the package's own list for this runtime
  --update-known-failures    write FILE anew from this run, which has to be a whole one of one handler

A crivet.yaml in the current folder may hold any of these flags, without their dashes, and endpoint: what is given
on the command line wins, also --no-FLAG for one that is true there.

Examples
  crivet unix:///run/containerd/containerd.sock
  crivet run --launch containerd --scenario 'exec.*'
  crivet /run/crio/crio.sock --profile core --fail-on should`

const HELP: Readonly<Record<string, string>> = {
  run: RUN,
  list: `crivet list [flags]     the scenarios: id, level, profile and requirement

  --scenario GLOB, --skip GLOB, --profile NAME, --level LEVEL, --rpc NAME   as for run
  --json                  everything known of each, as JSON`,
  explain: `crivet explain ID     one scenario, requirement or invariant

Says what must hold and where that comes from, how it is seen, which scenarios are about it, what runtimes
are known to get wrong there and which seeded faults have to be noticed.

  --json                  the same as JSON`,
  doctor: `crivet doctor [ENDPOINT]     preflight: looks, changes nothing that lasts

Says what the runtime and the host have, which scenarios would be left out or not apply and why,
and what to do about it. Without ENDPOINT it lists the sockets of this machine and looks at the first that is there:
$CONTAINER_RUNTIME_ENDPOINT (with $IMAGE_SERVICE_ENDPOINT), that of /etc/crictl.yaml, the well-known ones.
Each line is ok, less (something is left out) or BLOCKS; exit code 3 where something blocks a run.

  --image-endpoint URL    the image service, where it has a socket of its own
  --registry HOST:PORT/PATH, --kubelet-stopped   as for run`,
  observe: `crivet observe [ENDPOINT]    look at a runtime in service, and change nothing

Asks again and again for what a kubelet asks (version, status, lists, the status of each pod, container and
image, statistics), checks on every answer what must hold of all answers, and says how long calls take.
Without ENDPOINT the first socket found is looked at, as by doctor. Exit code 1 where a call failed or a must was broken.

  --for SECONDS           how long (default 10; two looks at least)
  --thorough              also the RPCs that a kubelet with default settings does not call, such as statistics
                          of pods; some release may crash over one (docs/findings.md)
  --image-endpoint URL    the image service, where it has a socket of its own
  --known-failures FILE   entries about invariants that do not fail the gate; "shipped": the package's own list
  --fail-on must|should   what the exit code looks at (default must)
  --timeout-scale X       stretch every deadline (default 1: a kubelet's)
  --json                  the same as JSON`,
  cleanup: `crivet cleanup [ENDPOINT]    remove what an interrupted run left

Finds runs whose crivet is gone: private runtimes it launched (processes, mounts, networks, folders)
and, on ENDPOINT, pods, containers and images with the labels and names of such runs. Runs that are
still going on, and all that is not crivet's, stay untouched. Looks again until nothing comes any more:
a runtime may still be making a pod when crivet dies.

  --image-endpoint URL    the image service, where it has a socket of its own
  --dry-run               only say what would be removed`,
  compare: `crivet compare REPORT REPORT…   runs side by side, as a Markdown table

A REPORT is the verdict.json of a run, or its folder. The first is what the last is held against.

  --gate                  exit 1 where the last is worse than the first: a scenario that fails, or whose feature is gone,
                          an invariant that held, leaks`,
  merge: `crivet merge REPORT REPORT… [flags]   one report of several about the same runtime, version and handler

Of the shards of a run (crivet run --shard I/N), which have to be all there; or of nodes whose hosts differ. Of each
scenario the outcome counts that says most, and one that could be tried somewhere was tried. A REPORT is the
verdict.json of a run, or its folder.

  --output DIR, --reporter NAMES, --fail-on must|should, --strict   as for run`,
  mutants: `crivet mutants ENDPOINT [flags]       prove the suites on the runtime behind this socket
crivet mutants --launch KIND [flags]  …on a private runtime

Stands between crivet and a runtime, makes it do one thing wrong at a time, and says which scenario or
invariant notices: mutants.json and mutants.md. The runtime itself should keep what the scenarios ask.
Exit code 1 where a fault that violates a must showed and no scenario that claims the must noticed it ("survived").

  --launch containerd|crio   start a private runtime; --launch-binary PATH: from this binary
  --image-endpoint URL, --runtime-handler NAME, --kubelet-stopped, --timeout-scale X   as for run
  --soak                     long and large scenarios may notice too
  --mutant GLOB              only faults whose id matches (repeatable); --list names them
  --scenario GLOB            only these scenarios may notice (repeatable)
  --sample N, --seed N       at most N of the faults, chosen by the seed (default 1)
                             with --mutant or --sample the run without a fault, which comes first, holds only
                             the scenarios that are about those faults
  --others N                 scenarios that do not claim the violated requirement, at most (default 24)
  --thorough                 all scenarios that claim it, also after the first that notices
  --parallel N               faults in flight (default 6)
  --stop-after SECONDS       what was not tried by then is told as interrupted
  --output DIR               where the tables go (default ./crivet-mutants)`,
  bench: `crivet bench ENDPOINT [flags]       time what a kubelet asks of the runtime behind this socket
crivet bench --launch KIND [flags]  …of a private runtime

A life is a pod with one container: run, status, lists, ExecSync, exec over both transports, stop, remove; and an image
that is pulled, listed and removed. Prints how long each call took, and writes bench.json. Exit code 1 where a call failed.

  --lives N                  in all (default 20), beside some to warm up
  --parallel N               lives in flight (default 1)
  --against PATH             the bench.json of an earlier run, or its folder: medians beside those, as a ratio
  --output DIR               where bench.json goes (default ./crivet-bench)
  --launch containerd|crio   start a private runtime; --launch-binary PATH: from this binary
  --image-endpoint URL, --runtime-handler NAME, --kubelet-stopped, --timeout-scale X   as for run`,
  images: `crivet images list              the test images: name and what each is for
crivet images export DIR [NAME…] write them as an OCI image layout, for a registry or a preload
crivet images push HOST:PORT/PATH [NAME…]   push them, by skopeo and with its login, to where crivet run --registry
                                 HOST:PORT/PATH finds them: HOST:PORT/PATH/NAME:VERSION

  --plain-http            the registry has no TLS, or a certificate that nobody knows`,
}

/** Prints the overview, or the flags of one command. */
export async function command([name]: readonly string[]): Promise<number> {
  const text = name === undefined || name === 'help' ? OVERVIEW : HELP[name]
  if (text === undefined) {
    throw new CrivetError('CRIVET_USAGE', `there is no command ${name}`, {
      hint: 'see: crivet --help',
    })
  }
  process.stdout.write(`${text}\n`)
  return 0
}
