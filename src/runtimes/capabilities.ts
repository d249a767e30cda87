import { readFileSync } from 'node:fs'

// In the order of the kernel's numbers.
const NAMES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE ' +
  'NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO ' +
  'SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME ' +
  'SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG ' +
  'WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'

/** The capabilities this kernel knows and this process lacks, as `CAP_…`. */
export function missingCapabilities(): readonly string[] {
  const last = Number(readFileSync('/proc/sys/kernel/cap_last_cap', 'utf8'))
  const status = readFileSync('/proc/self/status', 'utf8')
  const held = maskIn(status, 'CapEff') & maskIn(status, 'CapBnd')
  return NAMES.split(' ')
    .filter((_, bit) => bit <= last && ((held >> BigInt(bit)) & 1n) === 0n)
    .map((name) => `CAP_${name}`)
}

/** The capabilities that a process and its children may ever have, as `CAP_…`, sorted. */
export function boundingCapabilities(pid: number): readonly string[] {
  const mask = maskIn(readFileSync(`/proc/${pid}/status`, 'utf8'), 'CapBnd')
  const names = NAMES.split(' ')
  return Array.from({ length: 64 }, (_, bit) => bit)
    .filter((bit) => ((mask >> BigInt(bit)) & 1n) === 1n)
    .map((bit) => `CAP_${names[bit] ?? bit}`)
    .sort()
}

function maskIn(status: string, field: 'CapEff' | 'CapBnd'): bigint {
  const [, hex = '0'] = new RegExp(`^${field}:\\s*([0-9a-f]+)$`, 'm').exec(status) ?? []
  return BigInt(`0x${hex}`)
}
