import {
  httpRequest,
  parseHttpUrl,
  type HttpResponse,
  type HttpResult,
  type HttpUrl
} from '../../net/http.ts'
import type { IpFamily } from '../../model/kinds.ts'
import {
  hasFlag,
  lastValue,
  type OptionSpec,
  type ReadOptions,
  readOptions,
  secondsOf
} from './options.ts'
import {
  connectionTime,
  failedWith,
  kernelTimeout,
  Output,
  resolverTimeout,
  type ToolContext,
  type ToolResult
} from './tool.ts'
import { reasonPhrase } from './status-text.ts'
import { writeOut } from './curl-write-out.ts'

const spec: OptionSpec = {
  withValue: [
    'o',
    'output',
    'w',
    'write-out',
    'm',
    'max-time',
    'connect-timeout',
    'noproxy',
    'H',
    'header',
    'X',
    'request',
    'd',
    'data',
    'A',
    'user-agent',
    'retry',
    'retry-delay',
    'cacert',
    'u',
    'user',
    'resolve',
    'connect-to',
    'D',
    'dump-header',
    'b',
    'cookie',
    'data-raw',
    'data-binary',
    'json',
    'retry-max-time',
    'e',
    'referer'
  ],
  flags: [
    's',
    'silent',
    'S',
    'show-error',
    'I',
    'head',
    'v',
    'verbose',
    'k',
    'insecure',
    'f',
    'fail',
    'i',
    'include',
    'L',
    'location',
    '4',
    'ipv4',
    '6',
    'ipv6',
    'g',
    'globoff',
    'N',
    'no-buffer',
    'http1.1',
    'no-progress-meter',
    'retry-connrefused',
    'retry-all-errors',
    'fail-with-body',
    'http1.0',
    'tcp-nodelay',
    'no-keepalive',
    'compressed'
  ]
}

/** What one transfer came to. */
export interface Transfer {
  readonly url: string
  readonly exitCode: number
  readonly message: string
  readonly result: HttpResult | undefined
  readonly response: HttpResponse | undefined
  readonly elapsed: number
  readonly method: string
}

/** curl, as far as a request over the modelled network needs it. https://curl.se/docs/manpage.html */
export function curl(args: readonly string[], context: ToolContext): ToolResult {
  const options = readOptions(args, spec)
  if (options.unknown !== undefined)
    return failedWith(
      2,
      `curl: option ${options.unknown}: is unknown to curl in the practice cluster\n`
    )
  if (options.rest.length === 0) return failedWith(2, 'curl: (2) no URL specified\n')
  const output = new Output()
  let exitCode = 0
  for (const url of options.rest) {
    const transfer = fetchUrl(url, options, context)
    output.elapsed += transfer.elapsed
    exitCode = transfer.exitCode
    show(transfer, options, output, context)
  }
  return output.end(exitCode)
}

function fetchUrl(text: string, options: ReadOptions, context: ToolContext): Transfer {
  const method = methodOf(options)
  const limit = secondsOf(lastValue(options, 'm', 'max-time'))
  const connectLimit = secondsOf(lastValue(options, 'connect-timeout'))
  const first = Math.min(limit ?? Infinity, connectLimit ?? Infinity)
  const url = parseHttpUrl(text)
  const family: IpFamily | undefined = hasFlag(options, '4', 'ipv4')
    ? 'IPv4'
    : hasFlag(options, '6', 'ipv6')
      ? 'IPv6'
      : undefined
  const data = dataOf(options)
  const place = url && resolvedBy(options, text, url)
  const body = data === undefined ? {} : { body: data }
  const result = place
    ? httpRequest(context.network, {
        from: context.pod,
        ...place,
        method,
        through: context.mesh({ method, headers: place.headers, ...body }),
        random: context.random,
        listens: context.listens,
        serve: context.serve,
        ...body,
        ...(family && { family })
      })
    : undefined
  const done = (exitCode: number, message: string, elapsed: number): Transfer => ({
    url: text,
    exitCode,
    message,
    result,
    response: exitCode === 0 || exitCode === 22 ? result?.response : undefined,
    elapsed,
    method
  })
  if (!url || !result) return done(3, 'URL rejected: Malformed input to a URL function', 0)
  const { connection } = result
  const where = `${url.host.replace(/^\[(.*)\]$/, '$1')} port ${url.port}`
  switch (connection.outcome) {
    case 'unresolved': {
      const silent = connection.dns?.status === 'TIMEOUT'
      const waited = silent ? Math.min(first, resolverTimeout) : connectionTime
      return silent && first < resolverTimeout
        ? done(28, `Resolving timed out after ${waited + 1} milliseconds`, waited)
        : done(6, `Could not resolve host: ${url.host}`, waited)
    }
    case 'refused':
      return done(
        7,
        `Failed to connect to ${where} after ${connectionTime} ms: Could not connect to server`,
        connectionTime
      )
    case 'timeout': {
      const waited = Math.min(first, kernelTimeout)
      return first < kernelTimeout
        ? done(28, `Connection timed out after ${waited + 1} milliseconds`, waited)
        : done(
            28,
            `Failed to connect to ${where} after ${waited + 1} ms: Could not connect to server`,
            waited
          )
    }
    case 'unreachable':
      return done(
        7,
        `Failed to connect to ${where} after 0 ms: the practice cluster has no network outside of itself`,
        0
      )
    case 'connected':
      return connected(result, options, url.secure, done)
  }
}

function connected(
  { response, refusal, connection }: HttpResult,
  options: ReadOptions,
  secure: boolean,
  done: (exitCode: number, message: string, elapsed: number) => Transfer
): Transfer {
  const elapsed = 2 * connectionTime
  if (refusal !== undefined) return done(126, `not in the practice cluster: ${refusal}`, elapsed)
  if (secure && response && !hasFlag(options, 'k', 'insecure'))
    return done(
      60,
      'SSL certificate problem: the practice cluster has no certificate authority that curl trusts; -k leaves the check out',
      elapsed
    )
  if (secure && !response && connection.peer?.pod)
    return done(35, 'TLS connect error: error:0A00010B:SSL routines::wrong version number', elapsed)
  if (secure && !response)
    return done(
      60,
      'the practice cluster does not speak TLS at an address that is no Pod, such as the API server',
      elapsed
    )
  if (!response) return done(52, 'Empty reply from server', elapsed)
  if (hasFlag(options, 'f', 'fail') && response.status >= 400)
    return done(22, `The requested URL returned error: ${response.status}`, elapsed)
  return done(0, '', elapsed)
}

function methodOf(options: ReadOptions): string {
  const asked = lastValue(options, 'X', 'request')
  if (asked !== undefined) return asked
  if (hasFlag(options, 'I', 'head')) return 'HEAD'
  return dataOf(options) === undefined ? 'GET' : 'POST'
}

function dataOf(options: ReadOptions): string | undefined {
  return lastValue(options, 'd', 'data', 'data-raw', 'data-binary', 'json')
}

/** `--resolve` and `--connect-to` lead to another address under the same name. */
function resolvedBy(
  options: ReadOptions,
  text: string,
  url: HttpUrl
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const headers = headersOf(options)
  const place = connectedTo(options, url) ?? resolvedTo(options, url)
  if (place === undefined) return { url: text, headers }
  return {
    url: `${url.secure ? 'https' : 'http'}://${place}${url.path}`,
    headers: { host: url.authority, ...headers }
  }
}

/** `--resolve host:port:address` */
function resolvedTo(options: ReadOptions, url: HttpUrl): string | undefined {
  const start = `${url.host}:${url.port}:`.toLowerCase()
  const entry = (options.values.get('resolve') ?? [])
    .map(one => one.replace(/^\+/, ''))
    .find(one => one.toLowerCase().startsWith(start) || one.startsWith(`*:${url.port}:`))
  if (entry === undefined) return undefined
  const given = entry.slice(entry.startsWith('*') ? `*:${url.port}:`.length : start.length)
  const [address = ''] = given.split(',')
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
  return `${host}:${url.port}`
}

/** `--connect-to host:port:host:port`, of which every part may be left out. */
function connectedTo(options: ReadOptions, url: HttpUrl): string | undefined {
  for (const entry of options.values.get('connect-to') ?? []) {
    const [, host = '', port = '', toHost = '', toPort = ''] =
      /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*):(\d*)$/.exec(entry) ?? []
    const isMeant =
      (host === '' || host.toLowerCase() === url.host.toLowerCase()) &&
      (port === '' || Number(port) === url.port)
    if (!isMeant) continue
    return `${toHost === '' ? url.host : toHost}:${toPort === '' ? url.port : toPort}`
  }
  return undefined
}

function headersOf(options: ReadOptions): Record<string, string> {
  const agent = lastValue(options, 'A', 'user-agent') ?? 'curl/8.17.0'
  const cookie = lastValue(options, 'b', 'cookie')
  const isJson = options.values.has('json')
  const headers: Record<string, string> = {
    'user-agent': agent,
    accept: isJson ? 'application/json' : '*/*',
    ...(isJson && { 'content-type': 'application/json' }),
    ...(cookie?.includes('=') === true && { cookie })
  }
  for (const header of [
    ...(options.values.get('H') ?? []),
    ...(options.values.get('header') ?? [])
  ]) {
    const colon = header.indexOf(':')
    if (colon > 0)
      headers[header.slice(0, colon).trim().toLowerCase()] = header.slice(colon + 1).trim()
  }
  return headers
}

function show(
  transfer: Transfer,
  options: ReadOptions,
  output: Output,
  context: ToolContext
): void {
  const { response, exitCode, message } = transfer
  const silent = hasFlag(options, 's', 'silent') && !hasFlag(options, 'S', 'show-error')
  if (hasFlag(options, 'v', 'verbose')) output.err(verbose(transfer))
  if (response && exitCode === 0) {
    const head = hasFlag(options, 'I', 'head')
    const file = lastValue(options, 'o', 'output')
    const headers = head || hasFlag(options, 'i', 'include') ? headerText(response) : ''
    const body = headers + (head ? '' : response.body)
    if (file === undefined || file === '-') output.out(body)
    else context.written.set(file, body)
    const dump = lastValue(options, 'D', 'dump-header')
    if (dump === '-') output.out(headerText(response))
    else if (dump !== undefined) context.written.set(dump, headerText(response))
  }
  if (exitCode !== 0 && !silent) output.err(`curl: (${exitCode}) ${message}\n`)
  const format = lastValue(options, 'w', 'write-out')
  if (format !== undefined) output.out(writeOut(format, transfer))
}

export function headerText(response: HttpResponse): string {
  const lines = Object.entries(response.headers).map(([name, value]) => `${titled(name)}: ${value}`)
  return [`HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}`, ...lines, '', ''].join(
    '\r\n'
  )
}

export function titled(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, letter => letter.toUpperCase())
}

function verbose({ url, result, response, method, exitCode, message }: Transfer): string {
  const parsed = parseHttpUrl(url)
  const { connection } = result ?? {}
  const lines: string[] = []
  if (connection?.address !== undefined)
    lines.push(`*   Trying ${connection.address}:${parsed?.port ?? 0}...`)
  if (response)
    lines.push(
      `* Connected to ${parsed?.host ?? ''} (${connection?.address ?? ''}) port ${parsed?.port ?? 0}`,
      `> ${method} ${parsed?.path ?? '/'} HTTP/1.1`,
      `> Host: ${parsed?.authority ?? ''}`,
      '>',
      `< HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}`,
      ...Object.entries(response.headers).map(([name, value]) => `< ${titled(name)}: ${value}`),
      '<'
    )
  else if (exitCode !== 0) lines.push(`* ${message}`, '* closing connection #0')
  return lines.map(line => `${line}\n`).join('')
}
