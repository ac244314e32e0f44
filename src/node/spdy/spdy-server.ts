import { HeaderBlocks } from './header-blocks.ts'

/** One stream that the client has opened. */
export interface SpdyStream {
  readonly id: number
  readonly headers: ReadonlyMap<string, string>
  send(bytes: Uint8Array): void
  /** Nothing more comes from this side. */
  end(): void
}

export interface SpdyHandlers {
  /** Bytes for the client. */
  write(bytes: Uint8Array): void
  opened(stream: SpdyStream): void
  received(stream: SpdyStream, bytes: Uint8Array): void
  /** The client sends no more on this stream. */
  ended(stream: SpdyStream): void
  /** The connection can't be read any further. */
  failed(why: string): void
}

/** Types of control frames (SPDY protocol, draft 3.1, 2.6). The others mean nothing to a server of few streams. */
const type = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const
const fin = 1

interface Open {
  readonly stream: SpdyStream
  /** Whether this side, and the client, have said all. A stream is forgotten when both have. */
  sent: boolean
  heard: boolean
}

/**
 * The server's side of a SPDY/3.1 connection, which Kubernetes still speaks for port-forward, tunnelled or bare. It
 * answers and never opens a stream. Windows are not counted, as the client's own library does not.
 */
export class SpdyServer {
  readonly #handlers: SpdyHandlers
  readonly #headers = new HeaderBlocks()
  readonly #streams = new Map<number, Open>()
  #bytes = Buffer.alloc(0)
  #work = Promise.resolve()
  #closed = false

  constructor(handlers: SpdyHandlers) {
    this.#handlers = handlers
  }

  receive(bytes: Uint8Array): void {
    // Headers are read with a delay, and nothing may overtake them.
    this.#work = this.#work
      .then(() => this.#read(bytes))
      .catch((thrown: unknown) => {
        if (this.#closed) return
        this.close()
        this.#handlers.failed(thrown instanceof Error ? thrown.message : String(thrown))
      })
  }

  /** Ends all streams, as when the connection is gone. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const open of [...this.#streams.values()]) this.#hearLast(open)
    this.#streams.clear()
    this.#headers.dispose()
  }

  async #read(bytes: Uint8Array): Promise<void> {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
    while (!this.#closed && this.#bytes.length >= 8) {
      const end = 8 + this.#bytes.readUIntBE(5, 3)
      if (this.#bytes.length < end) return
      const frame = this.#bytes.subarray(0, end)
      this.#bytes = this.#bytes.subarray(end)
      const first = frame.readUInt32BE(0)
      const flags = frame.readUInt8(4)
      const body = frame.subarray(8)
      if (first < 0x8000_0000) this.#data(first, flags, body)
      else if (((first >>> 16) & 0x7fff) !== 3) throw new Error('the frame is none of SPDY/3')
      else await this.#control(first & 0xffff, flags, body)
    }
  }

  #data(id: number, flags: number, body: Buffer): void {
    const open = this.#streams.get(id)
    if (!open || open.heard) return
    if (body.length > 0) this.#handlers.received(open.stream, body)
    if (flags & fin) this.#hearLast(open)
  }

  #hearLast(open: Open): void {
    if (open.heard) return
    open.heard = true
    this.#handlers.ended(open.stream)
    if (open.sent) this.#streams.delete(open.stream.id)
  }

  async #control(kind: number, flags: number, body: Buffer): Promise<void> {
    switch (kind) {
      case type.synStream: {
        const id = body.readUInt32BE(0) & 0x7fff_ffff
        const headers = await this.#headers.read(body.subarray(10))
        const reply = await this.#headers.write(new Map())
        if (this.#closed) return
        this.#frame(type.synReply, 0, Buffer.concat([body.subarray(0, 4), reply]))
        const open = { stream: this.#stream(id, headers), sent: false, heard: false }
        this.#streams.set(id, open)
        this.#handlers.opened(open.stream)
        if (flags & fin) this.#hearLast(open)
        return
      }
      case type.rstStream: {
        const open = this.#streams.get(body.readUInt32BE(0) & 0x7fff_ffff)
        if (!open) return
        this.#streams.delete(open.stream.id)
        this.#hearLast(open)
        return
      }
      case type.ping:
        this.#frame(type.ping, 0, body)
        return
      case type.goAway:
        this.close()
    }
  }

  #stream(id: number, headers: ReadonlyMap<string, string>): SpdyStream {
    const send = (bytes: Uint8Array, flags: number): void => {
      const open = this.#streams.get(id)
      if (!open || open.sent || this.#closed) return
      open.sent = flags === fin
      if (open.sent && open.heard) this.#streams.delete(id)
      const head = Buffer.alloc(8)
      head.writeUInt32BE(id)
      head.writeUInt8(flags, 4)
      head.writeUIntBE(bytes.length, 5, 3)
      this.#handlers.write(Buffer.concat([head, bytes]))
    }
    return { id, headers, send: bytes => send(bytes, 0), end: () => send(Buffer.alloc(0), fin) }
  }

  #frame(kind: number, flags: number, body: Buffer): void {
    const head = Buffer.alloc(8)
    head.writeUInt32BE((0x8003_0000 | kind) >>> 0)
    head.writeUInt8(flags, 4)
    head.writeUIntBE(body.length, 5, 3)
    this.#handlers.write(Buffer.concat([head, body]))
  }
}
