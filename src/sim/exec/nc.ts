import type { IpFamily } from '../../model/kinds.ts'
import { connect } from '../../net/connect.ts'
import { hasFlag, lastValue, readOptions, secondsOf } from './options.ts'
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

/** nc as BusyBox has it: `-z` only opens the connection, `-w` is the longest wait, `-u` is UDP. */
export function nc(args: readonly string[], context: ToolContext): ToolResult {
  const options = readOptions(args, {
    withValue: ['w', 'i', 'p', 's', 'q'],
    flags: ['z', 'v', 'u', 'n', 'l', 'k', 't', '4', '6', 'N']
  })
  if (options.unknown !== undefined)
    return failedWith(1, `nc: unrecognized option: ${options.unknown} (in the practice cluster)\n`)
  if (hasFlag(options, 'l'))
    return notHere(
      'nc',
      'a listener that is started by exec is not modelled; run it as a container of a Pod.'
    )
  const [host, portText] = options.rest
  if (host === undefined || portText === undefined)
    return failedWith(1, 'Usage: nc [-z] [-v] [-u] [-w SEC] HOST PORT\n')
  const ports = portRange(portText)
  if (ports.length === 0) return failedWith(1, `nc: bad port '${portText}'\n`)
  const output = new Output()
  let exitCode = 0
  for (const port of ports) {
    const result = tryPort(host, port, options.flags.has('u'), {
      limit: secondsOf(lastValue(options, 'w')),
      verbose: hasFlag(options, 'v'),
      scan: hasFlag(options, 'z'),
      family: hasFlag(options, '6') ? 'IPv6' : hasFlag(options, '4') ? 'IPv4' : undefined,
      context
    })
    output.add(result)
    exitCode = result.exitCode
  }
  return output.end(exitCode)
}

function portRange(text: string): number[] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  if (!match) return []
  const first = Number(match[1])
  const last = Number(match[2] ?? match[1])
  // A range longer than this is a port scan, which the model has nothing to say about.
  return Array.from({ length: Math.min(100, Math.max(0, last - first + 1)) }, (_, i) => first + i)
}

interface Attempt {
  readonly limit: number | undefined
  readonly verbose: boolean
  readonly scan: boolean
  readonly family: IpFamily | undefined
  readonly context: ToolContext
}

function tryPort(
  host: string,
  port: number,
  udp: boolean,
  { limit = Infinity, verbose, scan, family, context }: Attempt
): ToolResult {
  const connection = connect(context.network, {
    from: context.pod,
    host,
    port,
    protocol: udp ? 'UDP' : 'TCP',
    random: context.random,
    listens: context.listens,
    ...(family && { family })
  })
  const { outcome, address = host } = connection
  const where = `${host} (${address.includes(':') ? `[${address}]` : address}:${port})`
  const output = new Output()
  switch (outcome) {
    case 'connected':
      if (verbose) output.err(`${where} open\n`)
      if (udp && !scan) output.out(context.datagram(connection, context.input) ?? '')
      // Without -z nc waits for the server to close, which a server that sends nothing doesn't do.
      return output.end(0, scan ? connectionTime : Math.min(limit, connectionTime))
    case 'unresolved': {
      output.err(`nc: bad address '${host}'\n`)
      return output.end(1, connection.dns?.status === 'TIMEOUT' ? resolverTimeout : connectionTime)
    }
    case 'refused':
      // A UDP datagram that nobody takes comes back as an ICMP message, which nc without -v doesn't tell.
      if (!udp || verbose) output.err(`nc: ${where}: Connection refused\n`)
      return output.end(1, connectionTime)
    case 'timeout':
      if (udp) {
        // Nobody answers a datagram either way: BusyBox takes silence for an open port.
        if (verbose) output.err(`${where} open\n`)
        return output.end(0, Math.min(limit, 2000))
      }
      output.err(`nc: ${where}: Connection timed out\n`)
      return output.end(1, Math.min(limit, kernelTimeout))
    case 'unreachable':
      output.err(`nc: ${where}: the practice cluster has no network outside of itself\n`)
      return output.end(1)
  }
}
