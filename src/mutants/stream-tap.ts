/** Changes the bytes of one connection to the streaming server, piece by piece; none: they pass as they are. */
export interface StreamTap {
  /** From the client to the runtime. */
  readonly toRuntime?: (piece: Buffer) => Buffer
  /** From the runtime to the client. */
  readonly toClient?: (piece: Buffer) => Buffer
  /** Whether the end of the runtime's side is kept from the client, asked when it comes. */
  readonly keepsOpen?: () => boolean
}
