import { parseIp } from '../../model/cidr.ts'
import { addressesFrom, resolveName } from '../../net/dns.ts'
import { policiesOn } from './policies-on.ts'
import { readOptions } from './options.ts'
import {
  connectionTime,
  failedWith,
  notHere,
  Output,
  resolverTimeout,
  type ToolContext,
  type ToolResult
} from './tool.ts'

/**
 * ping: answered between Pods that no policy isolates. What a NetworkPolicy does to ICMP is left to each
 * network plugin, and so is whether a Service's address answers; the practice cluster doesn't guess.
 */
export function ping(args: readonly string[], context: ToolContext, family?: 'IPv6'): ToolResult {
  const options = readOptions(args, {
    withValue: ['c', 'w', 'W', 'i', 's', 'I'],
    flags: ['4', '6', 'q', 'n', 'A']
  })
  const [name] = options.rest
  if (name === undefined) return failedWith(1, 'Usage: ping [-c COUNT] HOST\n')
  const six = family === 'IPv6' || options.flags.has('6')
  const found = addressOf(name, six, context)
  if (typeof found !== 'string') return found
  const ip = parseIp(found)
  const pod = ip && context.network.podByIp(ip)
  if (ip && context.network.servicesByIp(ip).length > 0)
    return notHere(
      'ping',
      `${found} is the address of a Service; whether it answers a ping depends on the cluster's proxy. Ask a port with nc or curl.`
    )
  if (!pod) return notHere('ping', `${found} is no Pod of this cluster.`)
  const isolated =
    policiesOn(context.network, context.pod, 'Egress') ||
    policiesOn(context.network, pod, 'Ingress')
  if (isolated)
    return notHere(
      'ping',
      'NetworkPolicies do not speak of ICMP, so what happens to a ping depends on the network plugin. Ask a port with nc or curl.'
    )
  return answered(name, found, Number(options.values.get('c')?.at(-1) ?? 4))
}

function addressOf(name: string, six: boolean, context: ToolContext): string | ToolResult {
  if (parseIp(name)) return name
  const answer = resolveName(context.network, context.pod, name, six ? 'AAAA' : 'A')
  const [address] = addressesFrom(answer.answers)
  return (
    address ??
    failedWith(
      1,
      `ping: bad address '${name}'\n`,
      answer.status === 'TIMEOUT' ? resolverTimeout : connectionTime
    )
  )
}

function answered(name: string, address: string, wanted: number): ToolResult {
  const count = Math.min(100, Math.max(1, wanted))
  const output = new Output()
  output.out(`PING ${name} (${address}): 56 data bytes\n`)
  for (let i = 0; i < count; i++)
    output.out(`64 bytes from ${address}: seq=${i} ttl=63 time=0.1 ms\n`)
  output.out(
    `\n--- ${name} ping statistics ---\n${count} packets transmitted, ${count} packets received, 0% packet loss\n`
  )
  return output.end(0, (count - 1) * 1000 + connectionTime)
}
