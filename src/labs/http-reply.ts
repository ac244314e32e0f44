/** What came back from one HTTP request, in the words of no particular program. */
export type HttpReply =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** By their names in lower case; empty when nobody asked for them. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly text: string
      /** How long it took, such as `in 12 ms`, where the program tells it. */
      readonly time?: string
    }
  | {
      readonly kind: 'unresolved' | 'refused' | 'timeout' | 'unclear'
      /** A few words, such as `timed out`. */
      readonly text: string
      /** Such as `after 3 s`. */
      readonly time?: string
    }

/** One request, however it is sent. */
export interface HttpRequest {
  readonly url: string
  /** Where the connection goes instead of the URL's own host. */
  readonly connectTo?: { readonly address: string; readonly port: number }
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** True when the header fields of the answer are wanted. */
  readonly wantsHeaders?: boolean
}

/** What a command left behind. */
export interface CommandOutcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The shell's and the container runtime's ways to say that an image lacks a program. */
export function isMissingProgram({ exitCode, stderr }: CommandOutcome): boolean {
  return (exitCode === 126 || exitCode === 127) && /not found|no such file/i.test(stderr)
}

export function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? ''
}

/**
 * The request with its connection written into the URL and the name into the Host field, as every client
 * understands it. TLS asks by the name that is in the URL, so there it has to stay.
 */
export function plainRequest({
  connectTo,
  ...request
}: HttpRequest): Omit<HttpRequest, 'connectTo'> {
  const parts = /^http:\/\/([^/?#]+)(.*)$/.exec(request.url)
  if (!connectTo || !parts) return request
  const [, authority = '', rest = ''] = parts
  const { address, port } = connectTo
  const host = address.includes(':') ? `[${address}]` : address
  return {
    ...request,
    url: `http://${host}${port === 80 ? '' : `:${port}`}${rest}`,
    headers: { Host: authority, ...request.headers }
  }
}
