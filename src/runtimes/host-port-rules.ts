import { findExecutable, runCommand, searchDirs } from './executables.ts'

const TOP_CHAINS = /^CNI-HOSTPORT-/

/** The address families with tables of their own. */
export const FAMILIES = ['iptables', 'ip6tables'] as const
type Family = (typeof FAMILIES)[number]

/** The rules of a table in the form `iptables -S` prints, empty where there is no such table. */
export async function tableRules(
  family: Family,
  table: 'nat' | 'filter',
): Promise<readonly string[]> {
  const command = findExecutable(family, searchDirs())
  if (command === undefined) return []
  const { code, stdout } = await runCommand(command, ['-w', '-t', table, '-S'])
  return code === 0 ? stdout.split('\n').filter(Boolean) : []
}

/** Whether the chains are there in which the portmap plugin keeps host ports of all pods. */
export async function hasHostPortChains(): Promise<boolean> {
  const all = await Promise.all(FAMILIES.map((family) => tableRules(family, 'nat')))
  return all.flat().some((rule) => rule.startsWith('-N CNI-HOSTPORT-'))
}

/** Removes the rules and chains that CNI plugins made for a network's pods; gives the rules that stayed. */
export async function removeNetworkRules(network: string): Promise<readonly string[]> {
  const left = await Promise.all(FAMILIES.map((family) => removeFrom(family, network)))
  return left.flat()
}

/** Removes the shared host port chains from the tables in which no pod has a rule any more. */
export async function removeEmptyHostPortChains(): Promise<void> {
  for (const family of FAMILIES) {
    const rules = await tableRules(family, 'nat')
    const chains = chainNames(rules).filter((name) => TOP_CHAINS.test(name))
    const inUse = rules.some((rule) => rule.startsWith('-A CNI-HOSTPORT-DNAT '))
    if (!inUse) await removeChains(family, rules, chains)
  }
}

/** Removes chains of a NAT table, and the rules outside them that jump there. */
export async function removeChains(
  family: Family,
  rules: readonly string[],
  chains: readonly string[],
): Promise<void> {
  if (chains.length === 0) return
  const jumps = rules.filter(
    (rule) => chains.includes(targetOf(rule)) && !chains.includes(rule.split(' ')[1] ?? ''),
  )
  await restore(family, removal(jumps, chains))
}

async function removeFrom(family: Family, network: string): Promise<readonly string[]> {
  const rules = await tableRules(family, 'nat')
  const ours = rules.filter((rule) => rule.startsWith('-A ') && names(rule, network))
  if (ours.length === 0) return []
  const own = new Set(
    ours.map(targetOf).filter((name) => /^CNI-/.test(name) && !TOP_CHAINS.test(name)),
  )
  const outside = ours.filter((rule) => !own.has(rule.split(' ')[1] ?? ''))
  await restore(family, removal(outside, [...own]))
  return (await tableRules(family, 'nat')).filter((rule) => names(rule, network))
}

// Flushing all chains first: a chain that another one jumps to cannot be deleted.
function removal(rules: readonly string[], chains: readonly string[]): string {
  const lines = [
    '*nat',
    ...rules.map((rule) => rule.replace(/^-A /, '-D ')),
    ...chains.map((name) => `-F ${name}`),
    ...chains.map((name) => `-X ${name}`),
    'COMMIT',
  ]
  return `${lines.join('\n')}\n`
}

async function restore(family: string, input: string): Promise<void> {
  const command = findExecutable(`${family}-restore`, searchDirs())
  if (command !== undefined) await runCommand(command, ['-w', '--noflush'], { input })
}

// The plugins' comments name the network in quotes, escaped once more in the rule.
function names(rule: string, network: string): boolean {
  return rule.includes(`\\"${network}\\"`)
}

function targetOf(rule: string): string {
  return / -j (\S+)/.exec(rule)?.[1] ?? ''
}

function chainNames(rules: readonly string[]): readonly string[] {
  return rules.filter((rule) => rule.startsWith('-N ')).map((rule) => rule.slice(3))
}
