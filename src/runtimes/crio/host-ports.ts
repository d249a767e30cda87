import { existsSync, writeFileSync } from 'node:fs'
import type { CniNetwork } from '../cni-network.ts'
import { findExecutable, runCommand, searchDirs } from '../executables.ts'
import { FAMILIES, removeChains, tableRules } from '../host-port-rules.ts'
import { hasNftTable, removeEmptyNftTable, removeNftElements } from './nft-host-ports.ts'

// CRI-O makes them at the first host port and never removes them.
const TOP_CHAINS = ['KUBE-HOSTPORTS', 'CRIO-HOSTPORTS-MASQ']
// A pod's own: one translates the destination, one masquerades what the pod sends to itself.
const POD_CHAIN = /^(KUBE-HP|CRIO-MASQ)-[A-Z0-9]+$/

/** Makes the bridge beforehand and lets 127.0.0.1 through it: CRI-O maps host ports, but not from there. */
export async function openLoopbackHostPorts({ bridge, network }: CniNetwork): Promise<boolean> {
  const iptables = findExecutable('iptables', searchDirs())
  const made = await runCommand(findExecutable('ip', searchDirs()) ?? 'ip', [
    ...['link', 'add', bridge, 'type', 'bridge'],
  ])
  const setting = `/proc/sys/net/ipv4/conf/${bridge}/route_localnet`
  if (made.code !== 0 || iptables === undefined || !existsSync(setting)) return false
  writeFileSync(setting, '1')
  // The comment is what the network's rules are found by at the end.
  const { code } = await runCommand(iptables, [
    ...['-w', '-t', 'nat', '-A', 'POSTROUTING', '-s', '127.0.0.0/8', '-o', bridge],
    ...['-m', 'comment', '--comment', `name: "${network}" host ports`, '-j', 'MASQUERADE'],
  ])
  return code === 0
}

/** Whether the chains or tables are there in which CRI-O keeps the host ports of all pods. */
export async function hasCrioHostPorts(): Promise<boolean> {
  const all = await Promise.all(FAMILIES.map((family) => tableRules(family, 'nat')))
  return all.flat().some((rule) => TOP_CHAINS.includes(chainOf(rule))) || (await hasNftTable())
}

/** Removes the host ports of the pods in a subnet; gives the rules that stayed. */
export async function removeCrioHostPorts(subnet: string): Promise<readonly string[]> {
  const ours = addressIn(subnet)
  for (const family of FAMILIES) {
    const rules = await tableRules(family, 'nat')
    const hashes = rules.filter((rule) => POD_CHAIN.test(chainOf(rule)) && ours.test(rule))
    const chains = [...new Set(hashes.map((rule) => hashOf(chainOf(rule))))]
      .flatMap((hash) => [`KUBE-HP-${hash}`, `CRIO-MASQ-${hash}`])
      .filter((chain) => rules.includes(`-N ${chain}`))
    await removeChains(family, rules, chains)
  }
  const left = await Promise.all(FAMILIES.map((family) => tableRules(family, 'nat')))
  return [
    ...left.flat().filter((rule) => POD_CHAIN.test(chainOf(rule)) && ours.test(rule)),
    ...(await removeNftElements(ours)),
  ]
}

/** Removes CRI-O's chains and tables where no pod has a host port any more. */
export async function removeEmptyCrioHostPorts(): Promise<void> {
  for (const family of FAMILIES) {
    const rules = await tableRules(family, 'nat')
    const inUse = rules.some((rule) => TOP_CHAINS.some((chain) => rule.startsWith(`-A ${chain} `)))
    const chains = TOP_CHAINS.filter((chain) => rules.includes(`-N ${chain}`))
    if (!inUse) await removeChains(family, rules, chains)
  }
  await removeEmptyNftTable()
}

function chainOf(rule: string): string {
  return rule.split(' ')[1] ?? ''
}

function hashOf(chain: string): string {
  return chain.slice(chain.lastIndexOf('-') + 1)
}

// Launched runtimes have a /24.
function addressIn(subnet: string): RegExp {
  return new RegExp(`\\b${subnet.replace(/0\/24$/, '').replaceAll('.', '\\.')}\\d+\\b`)
}
