import { badRequest } from '../status.ts'

/** One field as it lies in a message: its number, and a number or a piece of bytes. */
export interface WireField {
  readonly number: number
  readonly value: bigint | Uint8Array
}

/**
 * Takes a protobuf message apart into its fields, in their order.
 * https://protobuf.dev/programming-guides/encoding/
 * @throws ApiError 400
 */
export function readFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = []
  const reader = new Reader(bytes)
  while (!reader.atEnd) {
    const tag = reader.varint()
    fields.push({ number: Number(tag >> 3n), value: reader.value(Number(tag & 7n)) })
  }
  return fields
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  value(wireType: number): bigint | Uint8Array {
    switch (wireType) {
      case 0:
        return this.varint()
      case 1:
        return this.#piece(8n)
      case 2:
        return this.#piece(this.varint())
      case 5:
        return this.#piece(4n)
      default:
        throw malformed(`wire type ${wireType} at byte ${this.#at} is none that Kubernetes uses`)
    }
  }

  varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw malformed('it ends in the middle of a field')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw malformed(`the number before byte ${this.#at} is longer than 64 bits`)
  }

  #piece(length: bigint): Uint8Array {
    const end = this.#at + Number(length)
    if (end > this.#bytes.length) throw malformed('it ends in the middle of a field')
    const piece = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return piece
  }
}

export function malformed(why: string): Error {
  return badRequest(`the body of the request is not a readable protobuf message: ${why}`)
}
