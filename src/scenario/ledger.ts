import type { CallObserver, CallRecord } from '../cri/client.ts'

/** What all calls of a run together show: which RPCs answer, and what was made. */
export class Ledger implements CallObserver {
  readonly #answered = new Set<string>()
  readonly #made = new Set<string>()

  get answered(): readonly string[] {
    return [...this.#answered].sort()
  }

  /** The ids of all pods and containers that were made. */
  get made(): readonly string[] {
    return [...this.#made]
  }

  onEnd({ method, response, error }: CallRecord): void {
    if (error?.source === 'client' || error?.code === 'UNIMPLEMENTED') return
    this.#answered.add(method)
    const { pod_sandbox_id, container_id } = (response ?? {}) as Readonly<Record<string, unknown>>
    if (method === 'RunPodSandbox' && pod_sandbox_id) this.#made.add(String(pod_sandbox_id))
    if (method === 'CreateContainer' && container_id) this.#made.add(String(container_id))
  }
}
