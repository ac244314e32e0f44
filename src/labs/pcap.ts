/** One packet of a capture: who sent what to whom. */
export interface Packet {
  /** As tcpdump begins its line: `IP`, `IP6`, `ARP`, or the number of another EtherType. */
  readonly layer: string
  /** Addresses with the port behind a dot, as tcpdump writes them; empty where there are none. */
  readonly source: string
  readonly destination: string
  /** `TCP`, `UDP`, `ICMP`, `ICMP6` or the number of another protocol. */
  readonly protocol: string
  /** Flags of TCP in tcpdump's letters, such as `S.`. */
  readonly flags?: string
  /** Bytes of what TCP or UDP carries; of the whole packet otherwise. */
  readonly length: number
  /** Bytes on the wire. */
  readonly wire: number
}

/** What is wrong with a capture, as a clause. */
export interface BrokenCapture {
  readonly problem: string
}

const fileHead = 24
const packetHead = 16

/**
 * Reads a file as tcpdump writes it (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-06.html). The last
 * packet may be cut off: tcpdump was ended while it wrote.
 */
export function readPcap(bytes: Uint8Array): readonly Packet[] | BrokenCapture {
  if (bytes.length < fileHead) return { problem: 'the file ends within its head' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = [0xa1b2c3d4, 0xa1b23c4d].includes(view.getUint32(0, true))
  if (!isLittle && ![0xa1b2c3d4, 0xa1b23c4d].includes(view.getUint32(0, false)))
    return { problem: 'it does not begin as a pcap file does' }
  const readFrame = frameReaders[view.getUint32(20, isLittle) & 0xffff]
  if (!readFrame) return { problem: 'its kind of link is not known here' }
  const packets: Packet[] = []
  for (let at = fileHead; at + packetHead <= bytes.length;) {
    const kept = view.getUint32(at + 8, isLittle)
    const wire = view.getUint32(at + 12, isLittle)
    const start = at + packetHead
    if (start + kept > bytes.length) break
    packets.push({ ...readFrame(bytes.subarray(start, start + kept)), wire })
    at = start + kept
  }
  return packets
}

type Frame = Omit<Packet, 'wire'>

/** By the number of the link type: https://www.tcpdump.org/linktypes.html */
const frameReaders: Readonly<Record<number, (frame: Uint8Array) => Frame>> = {
  1: ethernet,
  12: rawIp,
  101: rawIp,
  113: frame => ofType(number(frame, 14, 2), frame.subarray(16)),
  276: frame => ofType(number(frame, 0, 2), frame.subarray(20))
}

function ethernet(frame: Uint8Array): Frame {
  const type = number(frame, 12, 2)
  // A tag of a VLAN stands before the type.
  return type === 0x8100
    ? ofType(number(frame, 16, 2), frame.subarray(18))
    : ofType(type, frame.subarray(14))
}

function rawIp(packet: Uint8Array): Frame {
  return ofType((packet[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800, packet)
}

function ofType(type: number, packet: Uint8Array): Frame {
  if (type === 0x0800 && packet.length >= 20) return ipv4(packet)
  if (type === 0x86dd && packet.length >= 40) return ipv6(packet)
  const layer = type === 0x0806 ? 'ARP' : `ethertype 0x${type.toString(16).padStart(4, '0')}`
  return { layer, source: '', destination: '', protocol: layer, length: packet.length }
}

function ipv4(packet: Uint8Array): Frame {
  const head = ((packet[0] ?? 0) & 0x0f) * 4
  const total = number(packet, 2, 2)
  const address = (at: number): string => packet.subarray(at, at + 4).join('.')
  // Only the first fragment has the head of what it carries.
  const isLater = (number(packet, 6, 2) & 0x1fff) !== 0
  return carried(
    { layer: 'IP', source: address(12), destination: address(16) },
    isLater ? -1 : (packet[9] ?? 0),
    packet.subarray(head),
    total - head
  )
}

/** Headers of IPv6 that stand between its own and what it carries (RFC 8200, section 4). */
const extensions: readonly number[] = [0, 43, 60]

function ipv6(packet: Uint8Array): Frame {
  let next = packet[6] ?? 0
  let at = 40
  while (extensions.includes(next) && at + 8 <= packet.length) {
    next = packet[at] ?? 0
    at += ((packet[at + 1] ?? 0) + 1) * 8
  }
  return carried(
    { layer: 'IP6', source: ipv6Text(packet, 8), destination: ipv6Text(packet, 24) },
    next,
    packet.subarray(at),
    number(packet, 4, 2) - (at - 40)
  )
}

function carried(
  { layer, source, destination }: Pick<Frame, 'layer' | 'source' | 'destination'>,
  protocol: number,
  data: Uint8Array,
  length: number
): Frame {
  const plain = { layer, source, destination, length }
  if (protocol === 1) return { ...plain, protocol: 'ICMP' }
  if (protocol === 58) return { ...plain, protocol: 'ICMP6' }
  if ((protocol !== 6 && protocol !== 17) || data.length < 8)
    return { ...plain, protocol: protocol < 0 ? 'fragment' : String(protocol) }
  const ends = {
    layer,
    source: `${source}.${number(data, 0, 2)}`,
    destination: `${destination}.${number(data, 2, 2)}`
  }
  if (protocol === 17) return { ...ends, protocol: 'UDP', length: length - 8 }
  const head = ((data[12] ?? 0) >> 4) * 4
  return { ...ends, protocol: 'TCP', flags: flagsOf(data[13] ?? 0), length: length - head }
}

/** tcpdump's letters, in its order. */
function flagsOf(bits: number): string {
  const letters = ['F', 'S', 'R', 'P', '.', 'U', 'E', 'W']
  const set = letters.filter((_, i) => (bits & (1 << i)) !== 0)
  return set.length === 0 ? 'none' : set.join('')
}

function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}

/** RFC 5952: lower case, no leading zeros, the longest run of zeros left out. */
function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => number(bytes, at + 2 * i, 2).toString(16))
  let best = { start: 0, length: 0 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (groups[start + length] === '0') length++
    if (length > best.length) best = { start, length }
  }
  if (best.length < 2) return groups.join(':')
  const before = groups.slice(0, best.start).join(':')
  return `${before}::${groups.slice(best.start + best.length).join(':')}`
}

/** A packet in one line, as `tcpdump -nn -t` begins it. */
export function packetLine({ layer, source, destination, ...packet }: Packet): string {
  const { protocol, flags, length } = packet
  if (source === '') return `${layer}, length ${length}`
  const what = flags === undefined ? `${protocol}, length` : `Flags [${flags}], length`
  return `${layer} ${source} > ${destination}: ${what} ${length}`
}

/** All packets from one end to the other. */
export interface Flow {
  readonly line: string
  readonly packets: number
  /** On the wire. */
  readonly bytes: number
}

/** The packets by direction, in the order in which each began. */
export function flowsOf(packets: readonly Packet[]): readonly Flow[] {
  const flows = new Map<string, Flow>()
  for (const { layer, source, destination, protocol, wire } of packets) {
    const ends = source === '' ? '' : ` ${source} > ${destination}`
    const line = source === '' ? layer : `${layer} ${protocol}${ends}`
    const known = flows.get(line) ?? { line, packets: 0, bytes: 0 }
    flows.set(line, { line, packets: known.packets + 1, bytes: known.bytes + wire })
  }
  return [...flows.values()]
}
