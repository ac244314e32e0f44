import type { ForwardedPort, Upgrade } from '../sim/practice-cluster.ts'

type OpenPort = Extract<Upgrade, { kind: 'forward' }>['open']

/**
 * Port-forward in the protocol `v4.channel.k8s.io`: for each port a channel for data and one for errors, and the
 * number of the port as the first message of both (k8s.io/cri-streaming, handleWebSocketStreams).
 */
export class ForwardChannels {
  readonly #ports: ForwardedPort[]

  constructor(
    open: OpenPort,
    ports: readonly number[],
    client: { send(channel: number, bytes: Uint8Array): void; end(): void }
  ) {
    let left = ports.length
    this.#ports = ports.map((port, index) => {
      const data = 2 * index
      const number = Uint8Array.of(port & 0xff, port >> 8)
      client.send(data, number)
      client.send(data + 1, number)
      return open(port, {
        data: bytes => client.send(data, bytes),
        end(problem) {
          if (problem !== undefined) client.send(data + 1, new TextEncoder().encode(problem))
          left--
          if (left === 0) client.end()
        }
      })
    })
  }

  receive(channel: number, bytes: Uint8Array): void {
    if (channel % 2 === 0) this.#ports[channel / 2]?.send(bytes)
  }

  close(): void {
    for (const port of this.#ports) port.end()
  }
}

/** The ports that a request over WebSocket asks for, or what is wrong with them, in the kubelet's words. */
export function forwardedPorts(query: URLSearchParams): readonly number[] | string {
  const texts = query.getAll('ports')
  if (texts.length === 0) return 'query parameter "ports" is required'
  const ports: number[] = []
  for (const text of texts) {
    if (text === '') return 'query parameter "ports" cannot be empty'
    for (const one of text.split(',')) {
      const port = /^\d{1,5}$/.test(one) ? Number(one) : Number.NaN
      if (!(port <= 65535)) return `unable to parse "${text}" as a port`
      if (port < 1) return `port "${text}" must be > 0`
      ports.push(port)
    }
  }
  return ports
}
