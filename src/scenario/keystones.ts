/** What became of the scenarios on which all others rest. */
export class Keystones {
  readonly #pending = new Map<
    string,
    { readonly done: Promise<void>; readonly settle: () => void }
  >()
  readonly #failed = new Map<string, string>()

  /** Announces a keystone before anything runs, so that others can wait for it. */
  announce(id: string): void {
    let settle = () => {}
    const done = new Promise<void>((resolve) => {
      settle = resolve
    })
    this.#pending.set(id, { done, settle })
  }

  /** Tells how a keystone ended; one that did not pass explains failures of its subject RPC. */
  settle(id: string, rpc: string | undefined, passed: boolean): void {
    if (!passed && rpc && !this.#failed.has(rpc)) this.#failed.set(rpc, id)
    this.#pending.get(id)?.settle()
  }

  /** Resolves once every announced keystone has ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.#pending.values()].map(({ done }) => done))
  }

  /** The failed keystone whose subject is this RPC. */
  failedFor(rpc: string): string | undefined {
    return this.#failed.get(rpc)
  }
}
