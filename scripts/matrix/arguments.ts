import { parseArgs } from 'node:util'

export const USAGE = `npm run matrix -- [flags] [-- FLAGS…]

Vets containerd 1.6, 1.7, 2.1 and the newest, and CRI-O, each with runc and crun and each privately launched, one
after the other: three minutes a cell. Known failures are those that ship. FLAGS go to each \`crivet run\`.
Exit code: the highest of the runs. A cell whose runtime is missing says so, and how to get it.

  --runtimes DIR   runtimes beside those on PATH: DIR/containerd-VERSION/bin, DIR/crio-VERSION/bin and DIR/handlers
                   (default $CRIVET_RUNTIMES)
  --cell TEXT      only cells whose name holds this, such as 'crio' or '2.1 crun'
  --list           say which cells there are, and run none
  --output DIR     a folder of reports for each cell, and matrix.md (default ./crivet-matrix)
`
const USAGE_ERROR = 2

/** The flags, and those after `--` for each run; ends the process where they make no sense. */
export function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        runtimes: { type: 'string', default: process.env.CRIVET_RUNTIMES ?? '' },
        output: { type: 'string', default: 'crivet-matrix' },
        cell: { type: 'string', default: '' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return usage((error as Error).message)
  }
}

/** Says what is wrong with the flags, and ends the process. */
export function usage(message: string): never {
  process.stderr.write(`matrix: ${message}\n  → see: npm run matrix -- --help\n`)
  process.exit(USAGE_ERROR)
}
