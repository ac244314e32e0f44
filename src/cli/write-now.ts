import { writeSync } from 'node:fs'
import type { Writable } from 'node:stream'

/**
 * A standard stream to which all of a text is written before the call returns, for commands that end when they have
 * written. Node's own stream, which takes 3 ms to be made, is asked for only when a pipe takes no more for now and
 * was told not to wait: it gets the rest then.
 */
export class WriteNow {
  readonly #fd: number
  readonly #stream: () => Writable
  /** Whether Node's stream has taken over. It stays so, or the parts would change places. */
  #streamed = false

  constructor(fd: number, stream: () => Writable) {
    this.#fd = fd
    this.#stream = stream
  }

  /** @throws the error of the system, such as EPIPE when the reader is gone */
  write(text: string): void {
    const bytes = Buffer.from(text)
    let at = 0
    while (!this.#streamed && at < bytes.length)
      try {
        at += writeSync(this.#fd, bytes, at)
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown
        this.#streamed = true
      }
    if (this.#streamed) this.#stream().write(bytes.subarray(at))
  }

  /**
   * Resolves when all that Node's stream has taken is written, at once when that is nothing.
   * @throws the error of the system
   */
  async waitForRest(): Promise<void> {
    if (!this.#streamed) return
    await new Promise<void>((resolve, reject) => {
      this.#stream().write('', error => {
        if (error) reject(error)
        else resolve()
      })
    })
  }
}
