import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import type { CallHook } from './fault.ts'
import { after, changesAnswer, changesRequest } from './hooks.ts'

/** What becomes of a record of a log, without its newline: one, none or several. */
export type LineChange = (line: string, index: number) => readonly string[]

/** The runtime writes other logs than it was told to: it gets another path, and what it writes is copied every so often. */
export function rewritesLogs(change: LineChange, everyMs = EVERY_MS): readonly CallHook[] {
  const copies = new Map<string, LogCopy>()
  return [
    changesRequest('CreateContainer', (it) => {
      const directory = it.sandbox_config?.log_directory
      if (it.config?.log_path && directory) it.config.log_path += ASIDE
    }),
    after('CreateContainer', ({ request, atEnd, touch }, { container_id }) => {
      const { config, sandbox_config } = request
      if (!config?.log_path.endsWith(ASIDE) || !sandbox_config) return
      const copy = new LogCopy(
        join(sandbox_config.log_directory, config.log_path),
        change,
        touch,
        everyMs,
      )
      copies.set(container_id, copy)
      atEnd(() => copy.end())
    }),
    changesAnswer('ContainerStatus', ({ status }, { request }) => {
      if (everyMs === EVERY_MS) copies.get(request.container_id)?.catchUp()
      if (status) status.log_path = status.log_path.replace(ASIDE, '')
    }),
    after('ReopenContainerLog', ({ request }) => copies.get(request.container_id)?.reopen()),
    after('RemoveContainer', ({ request }) => copies.get(request.container_id)?.remove()),
  ]
}

const ASIDE = '.aside'
const EVERY_MS = 25

/** Copies one log as it grows. */
class LogCopy {
  readonly #from: string
  readonly #to: string
  readonly #change: LineChange
  readonly #touch: () => void
  readonly #timer: NodeJS.Timeout
  #source: number | undefined
  #copy: number | undefined
  #ended = false
  #at = 0
  #index = 0
  #rest = ''

  constructor(from: string, change: LineChange, touch: () => void, everyMs: number) {
    this.#from = from
    this.#to = from.slice(0, -ASIDE.length)
    this.#change = change
    this.#touch = touch
    this.#timer = setInterval(() => this.catchUp(), everyMs)
  }

  catchUp(): void {
    if (this.#ended || (this.#source === undefined && !existsSync(this.#from))) return
    this.#source ??= openSync(this.#from, 'r')
    this.#copy ??= openSync(this.#to, 'a', 0o640)
    const size = fstatSync(this.#source).size
    const bytes = Buffer.alloc(size - this.#at)
    this.#at += readSync(this.#source, bytes, 0, bytes.length, this.#at)
    const lines = (this.#rest + bytes.toString('latin1')).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#write(line)
  }

  reopen(): void {
    this.catchUp()
    if (this.#copy !== undefined) closeSync(this.#copy)
    this.#copy = openSync(this.#to, 'a', 0o640)
  }

  remove(): void {
    this.end()
    rmSync(this.#to, { force: true })
  }

  end(): void {
    this.#ended = true
    clearInterval(this.#timer)
    for (const file of [this.#source, this.#copy]) if (file !== undefined) closeSync(file)
    this.#source = undefined
    this.#copy = undefined
  }

  #write(line: string): void {
    const changed = this.#change(line, this.#index++)
    if (changed.length !== 1 || changed[0] !== line) this.#touch()
    const text = changed.map((it) => `${it}\n`).join('')
    if (this.#copy !== undefined) appendFileSync(this.#copy, text, 'latin1')
  }
}
