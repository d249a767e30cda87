/** What the runtimes' configurations need of TOML. */
export type TomlValue = string | number | boolean | readonly string[]

/** A table: values and tables by key. */
export interface TomlTable {
  readonly [key: string]: TomlValue | TomlTable
}

/** Writes a table as TOML, values before the tables below them. */
export function toToml(table: TomlTable, path: readonly string[] = []): string {
  const entries = Object.entries(table)
  const values = entries.filter(([, value]) => !isTable(value))
  const tables = entries.filter(([, value]) => isTable(value))
  const head = path.length > 0 && values.length > 0 ? [`[${path.map(quote).join('.')}]`] : []
  const lines = values.map(([key, value]) => `${quote(key)} = ${JSON.stringify(value)}`)
  const own = [...head, ...lines].map((line) => `${line}\n`).join('')
  return own + tables.map(([key, value]) => toToml(value as TomlTable, [...path, key])).join('')
}

function isTable(value: TomlValue | TomlTable): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value)
}

function quote(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key)
}
