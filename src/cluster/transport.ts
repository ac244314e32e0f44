/**
 * One way to an API server. Everything in this room speaks through it, so the same client runs on a
 * socket, on the practice cluster in process, and on recorded answers in tests.
 *
 * Every function rejects with a `TransportFailure` when no answer came; an answer with an error status
 * is an answer and resolves.
 */
export interface Transport {
  request(request: TransportRequest): Promise<TransportResponse>
  /** Resolves with the headers; the body follows in pieces that may end anywhere, even inside a line. */
  stream(request: TransportRequest): Promise<TransportStream>
  /**
   * Opens a WebSocket in one of Kubernetes' channel protocols. A server that answers with a `Status`
   * instead of switching protocols makes it reject with that status' error.
   */
  socket(request: SocketRequest): Promise<Socket>
}

export interface TransportRequest {
  readonly method: string
  /** Path without the query, such as `/api/v1/namespaces`. */
  readonly path: string
  readonly query?: Query
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Milliseconds until the whole answer (for a stream: its headers) has to be here. */
  readonly timeoutMs?: number
}

/** Values of one name given as a list are repeated: `command=ls&command=-l`. */
export type Query = Readonly<Record<string, string | readonly string[]>>

export interface TransportResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface TransportStream {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Leaving the loop early closes the connection. It throws a `TransportFailure` when the connection breaks. */
  readonly chunks: AsyncIterable<string>
}

export interface SocketRequest {
  readonly path: string
  readonly query: Query
  /** In order of preference, such as `['v5.channel.k8s.io', 'v4.channel.k8s.io']`. */
  readonly protocols: readonly string[]
  readonly signal?: AbortSignal
  /** Milliseconds until the protocol switch has to be done. */
  readonly timeoutMs?: number
}

export interface Socket {
  /** The protocol that the server chose. */
  readonly protocol: string
  send(channel: number, data: Uint8Array): void
  /** Ends when the connection is closed; throws a `TransportFailure` when it breaks. */
  readonly messages: AsyncIterable<SocketMessage>
  close(): void
}

export interface SocketMessage {
  readonly channel: number
  readonly data: Uint8Array
}

/** The query as it stands in a URL, without the question mark. */
export function formatQuery(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of typeof value === 'string' ? [value] : value) search.append(name, one)
  return search.toString()
}
