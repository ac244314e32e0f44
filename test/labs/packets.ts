/** Makes packets and the files that hold them. */

interface Tcp {
  readonly flags: number
  /** Bytes of data. */
  readonly data?: number
}

function short(value: number): readonly number[] {
  return [(value >> 8) & 0xff, value & 0xff]
}

export function ethernet(type: number, data: Uint8Array): Uint8Array {
  return Uint8Array.from([...new Uint8Array(12), ...short(type), ...data])
}

function ipv4(protocol: number, from: string, to: string, data: readonly number[]): Uint8Array {
  const head = [0x45, 0, ...short(20 + data.length), 0, 0, 0x40, 0, 64, protocol, 0, 0]
  const addresses = [from, to].flatMap(one => one.split('.').map(Number))
  return ethernet(0x0800, Uint8Array.from([...head, ...addresses, ...data]))
}

/** Addresses with all eight groups. */
function ipv6(protocol: number, from: string, to: string, data: readonly number[]): Uint8Array {
  const head = [0x60, 0, 0, 0, ...short(data.length), protocol, 64]
  const addresses = [from, to].flatMap(one =>
    one.split(':').flatMap(group => short(Number.parseInt(group, 16)))
  )
  return ethernet(0x86dd, Uint8Array.from([...head, ...addresses, ...data]))
}

function segment(from: number, to: number, { flags, data = 0 }: Tcp): readonly number[] {
  const head = [...short(from), ...short(to), ...new Uint8Array(8), 0x50, flags]
  return [...head, ...new Uint8Array(6 + data)]
}

export function tcp4(
  from: string,
  fromPort: number,
  to: string,
  toPort: number,
  options: Tcp
): Uint8Array {
  return ipv4(6, from, to, segment(fromPort, toPort, options))
}

export function tcp6(
  from: string,
  fromPort: number,
  to: string,
  toPort: number,
  options: Tcp
): Uint8Array {
  return ipv6(6, from, to, segment(fromPort, toPort, options))
}

export function udp4(
  from: string,
  fromPort: number,
  to: string,
  toPort: number,
  data: number
): Uint8Array {
  const head = [...short(fromPort), ...short(toPort), ...short(8 + data), 0, 0]
  return ipv4(17, from, to, [...head, ...new Uint8Array(data)])
}

function file(
  magic: number,
  link: number,
  isLittle: boolean,
  packets: readonly Uint8Array[]
): Uint8Array {
  const words: number[] = []
  const word = (value: number): void => {
    const bytes = [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) & 0xff)
    words.push(...(isLittle ? bytes.reverse() : bytes))
  }
  word(magic)
  // The version is two halves, which nothing reads here.
  word(0)
  word(0)
  word(0)
  word(128)
  word(link)
  for (const packet of packets) {
    word(1_700_000_000)
    word(0)
    word(packet.length)
    word(packet.length)
    words.push(...packet)
  }
  return Uint8Array.from(words)
}

const ethernetLink = 1
const microseconds = 0xa1b2c3d4

export const pcapOf = Object.assign(
  (...packets: readonly Uint8Array[]) => file(microseconds, ethernetLink, true, packets),
  {
    bigEndian: (...packets: readonly Uint8Array[]) =>
      file(microseconds, ethernetLink, false, packets),
    nanoseconds: (...packets: readonly Uint8Array[]) =>
      file(0xa1b23c4d, ethernetLink, true, packets),
    ofLink: (link: number, ...packets: readonly Uint8Array[]) =>
      file(microseconds, link, true, packets)
  }
)
