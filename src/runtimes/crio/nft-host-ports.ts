import { findExecutable, runCommand, searchDirs } from '../executables.ts'

// With nft on its PATH CRI-O keeps host ports here and not in chains of iptables.
const TABLE = 'ip crio-hostports'

/** A map or set of the table, as `nft -j` prints it. */
interface NftCollection {
  readonly name: string
  readonly elem?: readonly unknown[]
}

/** Whether CRI-O's table of host ports is there. */
export async function hasNftTable(): Promise<boolean> {
  return (await readTable()) !== undefined
}

/** Removes the elements in which a pattern is found; gives those that stayed. */
export async function removeNftElements(pattern: RegExp): Promise<readonly string[]> {
  const ours = () => readTable().then((table) => (table ?? []).flatMap((it) => keysIn(it, pattern)))
  const keys = await ours()
  if (keys.length === 0) return []
  await nft(['-f', '-'], keys.map((key) => `delete element ${TABLE} ${key}\n`).join(''))
  return (await ours()).map((key) => `nft element ${TABLE} ${key}`)
}

/** Removes the table where no host port is left in it. */
export async function removeEmptyNftTable(): Promise<void> {
  const table = await readTable()
  if (table?.every(({ elem = [] }) => elem.length === 0)) await nft(['delete', 'table', TABLE])
}

async function readTable(): Promise<readonly NftCollection[] | undefined> {
  const { code, stdout } = await nft(['-j', 'list', 'table', TABLE])
  if (code !== 0) return undefined
  const { nftables } = JSON.parse(stdout) as {
    readonly nftables: readonly { readonly map?: NftCollection; readonly set?: NftCollection }[]
  }
  return nftables.flatMap(({ map, set }) => map ?? set ?? [])
}

function keysIn({ name, elem = [] }: NftCollection, pattern: RegExp): readonly string[] {
  return elem
    .filter((it) => pattern.test(JSON.stringify(it)))
    .map((it) => `${name} { ${keyOf(Array.isArray(it) ? it[0] : it).join(' . ')} }`)
}

// A key with a comment is wrapped once more; in a map it stands before its value.
function keyOf(element: unknown): readonly (string | number)[] {
  const { elem, concat } = element as {
    readonly elem?: { readonly val: unknown }
    readonly concat?: readonly (string | number)[]
  }
  return elem === undefined ? (concat ?? []) : keyOf(elem.val)
}

async function nft(args: readonly string[], input?: string) {
  const command = findExecutable('nft', searchDirs())
  if (command === undefined) return { code: 127, stdout: '' }
  return runCommand(command, args, input === undefined ? {} : { input })
}
