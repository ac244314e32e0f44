import { failed, ok } from '../base/result.ts'
import { errorOfThrown } from './call-api.ts'
import type { Answer, CallOptions } from './cluster.ts'
import type { Socket, Transport } from './transport.ts'

/** One connection to a port of a Pod, through the API server and the kubelet. */
export interface ForwardedConnection {
  send(data: Uint8Array): void
  /** Ends when either side closes the connection. */
  readonly received: AsyncIterable<Uint8Array>
  /** What the kubelet said when the port could not be reached. */
  problem(): string | undefined
  close(): void
}

export interface PodPort {
  readonly namespace: string
  readonly name: string
  readonly port: number
}

const dataChannel = 0
const errorChannel = 1

/**
 * Opens one connection as `kubectl port-forward` does, over a WebSocket of its own: two channels for the port, one
 * for data and one for the kubelet's words (k8s.io/kubelet/pkg/cri/streaming/portforward).
 */
export async function openForward(
  transport: Transport,
  { namespace, name, port }: PodPort,
  options: CallOptions = {}
): Answer<ForwardedConnection> {
  try {
    const socket = await transport.socket({
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/portforward`,
      query: { ports: String(port) },
      protocols: ['v4.channel.k8s.io'],
      ...(options.signal && { signal: options.signal }),
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs })
    })
    return ok(connectionOn(socket))
  } catch (thrown) {
    return failed(errorOfThrown(thrown))
  }
}

function connectionOn(socket: Socket): ForwardedConnection {
  let problem = ''
  const decoder = new TextDecoder()
  async function* received(): AsyncIterable<Uint8Array> {
    // The first message of each channel is the number of the port, two bytes.
    const greeted = new Set<number>()
    for await (const { channel, data } of socket.messages) {
      if (!greeted.has(channel)) {
        greeted.add(channel)
        continue
      }
      if (channel === dataChannel) yield data
      else if (channel === errorChannel && data.length > 0) {
        problem += decoder.decode(data)
        return
      }
    }
  }
  return {
    send: data => socket.send(dataChannel, data),
    received: received(),
    problem: () => (problem === '' ? undefined : problem.trim()),
    close: () => socket.close()
  }
}
