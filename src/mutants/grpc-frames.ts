/** A message as gRPC sends it: behind a flag and its length. */
export function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** Puts the messages of one direction of a call together again. */
export class FrameReader {
  #chunks: Buffer[] = []
  #held = 0
  /** Bytes that must be there before it is worth looking. */
  #due = HEAD_BYTES

  /** Takes what the network gave, and answers the messages that are whole with it. */
  push(chunk: Buffer): readonly Buffer[] {
    this.#chunks.push(chunk)
    this.#held += chunk.length
    // Joined only when a message is whole: a large one comes in a thousand pieces.
    if (this.#held < this.#due) return []
    let rest = Buffer.concat(this.#chunks)
    const messages: Buffer[] = []
    for (;;) {
      this.#due = HEAD_BYTES + (rest.length < HEAD_BYTES ? 0 : rest.readUInt32BE(1))
      if (rest.length < this.#due) break
      messages.push(rest.subarray(HEAD_BYTES, this.#due))
      rest = rest.subarray(this.#due)
    }
    this.#chunks = [rest]
    this.#held = rest.length
    return messages
  }
}

const HEAD_BYTES = 5
