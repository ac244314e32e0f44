import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { execChannel } from '../cluster/exec.ts'
import type { ExecSession, Upgrade } from '../sim/practice-cluster.ts'

/** Oldest last. The plain `channel.k8s.io` of before has no status that a client can read, so it is refused. */
export const execProtocols: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io']

type ExecUpgrade = Extract<Upgrade, { kind: 'exec' }>

/** Carries sessions of `exec` over WebSockets. */
export class PracticeExec {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: offered => execProtocols.find(one => offered.has(one)) ?? false
  })

  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { session, streams }: ExecUpgrade
  ): void {
    // A handshake that fails ends the socket without calling back.
    socket.once('close', () => session.dispose())
    this.#server.handleUpgrade(request, socket, head, connection => {
      receiveInput(connection, session)
      void sendOutput(connection, session, streams)
    })
  }

  dispose(): void {
    for (const connection of this.#server.clients) connection.terminate()
    this.#server.close()
  }
}

function receiveInput(connection: WebSocket, session: ExecSession): void {
  const decoder = new TextDecoder()
  connection.on('message', data => {
    const bytes = Buffer.isBuffer(data)
      ? data
      : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)])
    const [channel] = bytes
    if (channel === execChannel.stdin)
      session.write(decoder.decode(bytes.subarray(1), { stream: true }))
    // Protocol v5 ends one stream by naming it; without a terminal there is nothing to resize.
    else if (channel === execChannel.close && bytes[1] === execChannel.stdin) session.endInput()
  })
  connection.on('close', () => session.dispose())
  // A connection that breaks is closed, and closing ends the session.
  connection.on('error', () => connection.terminate())
}

async function sendOutput(
  connection: WebSocket,
  session: ExecSession,
  streams: ExecUpgrade['streams']
): Promise<void> {
  try {
    for await (const { stream, text } of session.output) {
      if (streams[stream]) send(connection, execChannel[stream], text)
    }
    const { status } = await session.exit
    send(connection, execChannel.status, JSON.stringify(status))
    connection.close(1000)
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: 500 }
    send(connection, execChannel.status, JSON.stringify({ ...status, reason: 'InternalError' }))
    connection.close(1011)
  }
}

function send(connection: WebSocket, channel: number, text: string): void {
  if (connection.readyState === connection.OPEN)
    connection.send(Buffer.concat([Uint8Array.of(channel), Buffer.from(text)]))
}
