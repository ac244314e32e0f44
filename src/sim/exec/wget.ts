import { type HttpResult, httpRequest, parseHttpUrl } from '../../net/http.ts'
import { headerText, titled } from './curl.ts'
import {
  hasFlag,
  lastValue,
  type OptionSpec,
  type ReadOptions,
  readOptions,
  secondsOf
} from './options.ts'
import { reasonPhrase } from './status-text.ts'
import {
  connectionTime,
  failedWith,
  kernelTimeout,
  notHere,
  Output,
  resolverTimeout,
  type ToolContext,
  type ToolResult
} from './tool.ts'

const spec: OptionSpec = {
  withValue: [
    'O',
    'output-document',
    'T',
    'timeout',
    'header',
    't',
    'tries',
    'U',
    'user-agent',
    'Y',
    'post-data'
  ],
  flags: [
    'q',
    'quiet',
    'S',
    'server-response',
    'spider',
    'c',
    'no-check-certificate',
    'v',
    'nv',
    'n'
  ]
}

/** wget: BusyBox's or GNU's, which differ in their words and exit codes. */
export function wget(args: readonly string[], context: ToolContext): ToolResult {
  const options = readOptions(args, spec)
  const gnu = hasGnuTools(context.container.image ?? '')
  if (options.unknown !== undefined)
    return failedWith(
      gnu ? 2 : 1,
      `wget: unrecognized option: ${options.unknown.replace(/^-+/, '')} (in the practice cluster)\n`
    )
  const [text] = options.rest
  const url = text === undefined ? undefined : parseHttpUrl(text)
  if (text === undefined || !url) return failedWith(1, 'wget: missing URL\n')
  const headers: Record<string, string> = { 'user-agent': 'Wget' }
  for (const header of options.values.get('header') ?? []) {
    const colon = header.indexOf(':')
    if (colon > 0)
      headers[header.slice(0, colon).trim().toLowerCase()] = header.slice(colon + 1).trim()
  }
  const method = options.flags.has('spider') ? 'HEAD' : 'GET'
  const result = httpRequest(context.network, {
    from: context.pod,
    url: text,
    headers,
    method,
    through: context.mesh({ method, headers }),
    random: context.random,
    listens: context.listens,
    serve: context.serve
  })
  if (!result) return failedWith(1, 'wget: missing URL\n')
  if (result.refusal !== undefined) return notHere('wget', result.refusal)
  const limit = secondsOf(lastValue(options, 'T', 'timeout'))
  const request: Fetched = {
    options,
    text,
    host: url.host,
    port: url.port,
    secure: url.secure,
    limit,
    result
  }
  return gnu ? gnuWget(request) : busyBoxWget(request)
}

/** Images of Debian, Ubuntu and Fedora bring GNU's tools; the small ones BusyBox. */
export function hasGnuTools(image: string): boolean {
  return (
    /(^|\/)(debian|ubuntu|fedora|centos|rockylinux|almalinux|node|python)(:|@|$)/.test(image) &&
    !image.includes('alpine')
  )
}

interface Fetched {
  readonly options: ReadOptions
  readonly text: string
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** Milliseconds. */
  readonly limit: number | undefined
  readonly result: HttpResult
}

function waited({ result, limit = Infinity }: Fetched): number {
  const { outcome, dns } = result.connection
  if (outcome === 'timeout') return Math.min(limit, kernelTimeout)
  if (outcome === 'unresolved' && dns?.status === 'TIMEOUT') return Math.min(limit, resolverTimeout)
  return connectionTime
}

function busyBoxWget(request: Fetched): ToolResult {
  const { options, result, host, port, secure, limit } = request
  const output = new Output()
  const quiet = hasFlag(options, 'q', 'quiet')
  const { outcome, address = host } = result.connection
  const elapsed = waited(request)
  const fail = (message: string): ToolResult => {
    output.err(`wget: ${message}\n`)
    return output.end(1, elapsed)
  }
  if (outcome === 'unresolved') return fail(`bad address '${bare(host)}'`)
  if (!quiet) output.err(`Connecting to ${bare(host)} (${bracketed(address)}:${port})\n`)
  if (outcome === 'timeout')
    return fail(
      limit === undefined
        ? `can't connect to remote host (${address}): Connection timed out`
        : 'download timed out'
    )
  if (outcome === 'refused')
    return fail(`can't connect to remote host (${address}): Connection refused`)
  if (outcome === 'unreachable')
    return fail(
      `can't connect to remote host (${address}): the practice cluster has no network outside of itself`
    )
  if (secure) return fail('error getting response: the practice cluster does not speak TLS to wget')
  const { response } = result
  if (!response) return fail('error getting response')
  if (hasFlag(options, 'S', 'server-response'))
    output.err(
      headerText(response)
        .trimEnd()
        .split('\r\n')
        .map(line => `  ${line}\n`)
        .join('')
    )
  if (response.status >= 400)
    return fail(
      `server returned error: HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}`
    )
  if (options.flags.has('spider')) {
    if (!quiet) output.err('remote file exists\n')
    return output.end(0, elapsed)
  }
  save(request, output, quiet)
  return output.end(0, elapsed)
}

function save({ options, result, text }: Fetched, output: Output, quiet: boolean): void {
  const body = result.response?.body ?? ''
  const target = lastValue(options, 'O', 'output-document')
  const file =
    target ?? /\/([^/?]+)$/.exec(text.replace(/^https?:\/\/[^/]*/, ''))?.[1] ?? 'index.html'
  const bar = `${(file === '-' ? '-' : file).padEnd(20)} 100% |********************************| ${String(body.length).padStart(5)}  0:00:00 ETA\n`
  if (file === '-') {
    if (!quiet) output.err('writing to stdout\n')
    output.out(body)
    if (!quiet) output.err(`${bar}written to stdout\n`)
  } else if (!quiet) output.err(`saving to '${file}'\n${bar}'${file}' saved\n`)
}

function gnuWget(request: Fetched): ToolResult {
  const { options, result, host, port, text } = request
  const output = new Output()
  const quiet = hasFlag(options, 'q', 'quiet')
  const say = (line: string): void => {
    if (!quiet) output.err(line)
  }
  const { outcome, address = host } = result.connection
  const elapsed = waited(request)
  say(`Resolving ${bare(host)} (${bare(host)})... `)
  if (outcome === 'unresolved') {
    say('failed: Name or service not known.\n')
    say(`wget: unable to resolve host address '${bare(host)}'\n`)
    return output.end(4, elapsed)
  }
  say(`${address}\nConnecting to ${bare(host)} (${bare(host)})|${address}|:${port}... `)
  if (outcome !== 'connected') {
    const words = {
      refused: 'Connection refused.',
      timeout: 'Connection timed out.',
      unreachable: 'the practice cluster has no network outside of itself.'
    } as const
    say(`failed: ${words[outcome]}\n`)
    return output.end(4, elapsed)
  }
  say('connected.\nHTTP request sent, awaiting response... ')
  const { response } = result
  if (!response || request.secure) {
    say('No data received.\n')
    return output.end(4, elapsed)
  }
  say(`${response.status} ${reasonPhrase(response.status)}\n`)
  if (hasFlag(options, 'S', 'server-response'))
    for (const [name, value] of Object.entries(response.headers))
      output.err(`  ${titled(name)}: ${value}\n`)
  if (response.status >= 400) {
    say(`ERROR ${response.status}: ${reasonPhrase(response.status)}.\n`)
    return output.end(8, elapsed)
  }
  const file = lastValue(options, 'O', 'output-document')
  if (file === '-' && !options.flags.has('spider')) output.out(response.body)
  say(`Length: ${response.body.length}\n'${file ?? text}' saved [${response.body.length}]\n`)
  return output.end(0, elapsed)
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
}
