import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { ForwardedConnection } from '../cluster/port-forward.ts'

/** A port of this machine behind which something else answers. */
export interface HostTunnel {
  readonly port: number
  /** Why the last connection led nowhere, as the far end said it. */
  problem(): string | undefined
  dispose(): void
}

/** What opens the far end of one connection; text: why it can't. */
export type OpenFarEnd = () => Promise<ForwardedConnection | string>

/** Listens on the loopback address alone; each connection gets a far end of its own. */
export async function openTunnel(open: OpenFarEnd): Promise<HostTunnel> {
  let problem: string | undefined
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that goes away ends its connection; there is nobody to tell.
    socket.on('error', () => socket.destroy())
    carry(socket, open).then(
      said => (problem = said),
      (thrown: unknown) => {
        problem = thrown instanceof Error ? thrown.message : String(thrown)
        socket.destroy()
      }
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    problem: () => problem,
    dispose() {
      server.close()
      for (const socket of sockets) socket.destroy()
    }
  }
}

async function carry(socket: Socket, open: OpenFarEnd): Promise<string | undefined> {
  // Nothing is read before there is somewhere to send it to.
  socket.pause()
  const far = await open()
  if (typeof far === 'string') {
    socket.destroy()
    return far
  }
  socket.on('data', data => far.send(data))
  socket.on('close', () => far.close())
  socket.resume()
  try {
    for await (const data of far.received) if (!socket.destroyed) socket.write(data)
  } finally {
    socket.end()
    far.close()
  }
  return far.problem()
}
