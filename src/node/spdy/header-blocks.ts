import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib'
import { headerDictionary } from './dictionary.ts'

/**
 * Headers as SPDY carries them: a count, then names and values with their lengths, compressed as one stream for
 * each direction of a connection. So blocks have to be read and written in order.
 */
export class HeaderBlocks {
  readonly #inflate: Inflate
  readonly #deflate: Deflate

  constructor() {
    const dictionary = headerDictionary()
    this.#inflate = createInflate({ dictionary, flush: constants.Z_SYNC_FLUSH })
    this.#deflate = createDeflate({ dictionary })
  }

  /** Rejects when the bytes are no such block. */
  async read(compressed: Uint8Array): Promise<ReadonlyMap<string, string>> {
    return headersIn(await through(this.#inflate, compressed))
  }

  write(headers: ReadonlyMap<string, string>): Promise<Buffer> {
    const parts = [uint32(headers.size)]
    for (const text of [...headers].flat()) {
      const bytes = Buffer.from(text)
      parts.push(uint32(bytes.length), bytes)
    }
    return through(this.#deflate, Buffer.concat(parts))
  }

  dispose(): void {
    this.#inflate.close()
    this.#deflate.close()
  }
}

/** All that comes out of a compression for what went in, up to a flush. */
function through(stream: Inflate | Deflate, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const collect = (part: Buffer): void => void parts.push(part)
    const leave = (): void => {
      stream.off('data', collect)
      stream.off('error', fail)
    }
    const fail = (error: Error): void => {
      leave()
      reject(error)
    }
    stream.on('data', collect)
    stream.on('error', fail)
    stream.write(bytes)
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      leave()
      resolve(Buffer.concat(parts))
    })
  })
}

function headersIn(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  let at = 0
  const number = (): number => {
    at += 4
    return block.readUInt32BE(at - 4)
  }
  const text = (): string => {
    const length = number()
    at += length
    if (at > block.length) throw new RangeError('a header goes on behind its block')
    return block.toString('utf8', at - length, at)
  }
  for (let left = number(); left > 0; left--) {
    const name = text().toLowerCase()
    headers.set(name, text())
  }
  return headers
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
