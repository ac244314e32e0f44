/** A request of HTTP/1.1 as it came over a connection (RFC 9112). */
export interface StreamedRequest {
  readonly method: string
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whether the client wants the connection to end with the answer. */
  readonly isLast: boolean
}

/** What the bytes so far come to. */
export type ReadOutcome =
  | { readonly kind: 'request'; readonly request: StreamedRequest }
  | { readonly kind: 'more' }
  /** The client waits with the body of its request until it is told to go on. */
  | { readonly kind: 'expects' }
  | { readonly kind: 'not-http'; readonly sentence: string }

const maxHeadBytes = 64 * 1024
const maxBodyBytes = 1024 * 1024

/** Cuts the bytes of one connection into requests. Nothing is lost between them, so a client may send several. */
export class RequestReader {
  #bytes = new Uint8Array()
  #toldToGoOn = false

  add(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#bytes.length + bytes.length)
    all.set(this.#bytes)
    all.set(bytes, this.#bytes.length)
    this.#bytes = all
  }

  next(): ReadOutcome {
    const [first] = this.#bytes
    if (first === undefined) return { kind: 'more' }
    if (first === tlsHandshake)
      return { kind: 'not-http', sentence: 'TLS is not simulated here, only plain HTTP is.' }
    const text = latin1(this.#bytes)
    if (!/^[A-Z]/.test(text)) return notHttp
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) return text.length > maxHeadBytes ? tooLong : { kind: 'more' }
    const [line = '', ...fields] = text.slice(0, end).split('\r\n')
    const [, method, path, minor] = /^([A-Z]+) (\S+) HTTP\/1\.([01])$/.exec(line) ?? []
    if (method === undefined || path === undefined) return notHttp
    const headers = headersOf(fields)
    const body = bodyAt(this.#bytes, text, end + 4, headers)
    if (body === 'too-long') return tooLong
    if (body === 'broken') return notHttp
    if (body === 'more') {
      if (headers.expect?.toLowerCase() !== '100-continue' || this.#toldToGoOn)
        return { kind: 'more' }
      this.#toldToGoOn = true
      return { kind: 'expects' }
    }
    this.#bytes = this.#bytes.subarray(body.end)
    this.#toldToGoOn = false
    const wish = headers.connection?.toLowerCase() ?? ''
    const isLast = wish.includes('close') || (minor === '0' && !wish.includes('keep-alive'))
    return { kind: 'request', request: { method, path, headers, body: body.text, isLast } }
  }
}

const tlsHandshake = 0x16

const notHttp = {
  kind: 'not-http',
  sentence: 'These bytes are no HTTP, and nothing else is simulated here.'
} as const

const tooLong = {
  kind: 'not-http',
  sentence: 'The request is larger than what is simulated here.'
} as const

/** One character a byte, so that a place in the text is a place among the bytes. */
function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

function headersOf(fields: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const field of fields) {
    const colon = field.indexOf(':')
    if (colon > 0)
      headers[field.slice(0, colon).trim().toLowerCase()] = field.slice(colon + 1).trim()
  }
  return headers
}

type Body = { readonly text: string; readonly end: number } | 'more' | 'too-long' | 'broken'

function bodyAt(
  bytes: Uint8Array,
  text: string,
  start: number,
  headers: Readonly<Record<string, string>>
): Body {
  if (headers['transfer-encoding']?.toLowerCase() === 'chunked')
    return chunkedBody(bytes, text, start)
  const length = Number(headers['content-length'] ?? 0)
  if (!Number.isInteger(length) || length < 0) return 'broken'
  if (length > maxBodyBytes) return 'too-long'
  const end = start + length
  return bytes.length < end
    ? 'more'
    : { text: new TextDecoder().decode(bytes.subarray(start, end)), end }
}

function chunkedBody(bytes: Uint8Array, text: string, start: number): Body {
  const decoder = new TextDecoder()
  let at = start
  let body = ''
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd < 0) return 'more'
    const size = /^([0-9a-f]{1,6})\s*(;.*)?$/i.exec(text.slice(at, lineEnd))?.[1]
    if (size === undefined) return 'broken'
    const length = Number.parseInt(size, 16)
    const from = lineEnd + 2
    if (from - start + length > maxBodyBytes) return 'too-long'
    if (length === 0) {
      // Trailers, if any, end with an empty line.
      const last = text.startsWith('\r\n', from) ? from + 2 : text.indexOf('\r\n\r\n', from) + 4
      return last < 4 || bytes.length < last ? 'more' : { text: body + decoder.decode(), end: last }
    }
    if (bytes.length < from + length + 2) return 'more'
    body += decoder.decode(bytes.subarray(from, from + length), { stream: true })
    at = from + length + 2
  }
}
