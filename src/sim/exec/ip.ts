import { parseIp } from '../../model/cidr.ts'
import { podIpsOf, type Pod } from '../../model/pod.ts'
import { plannedInterfaces } from '../controllers/multus/networks.ts'
import { podCidrs } from '../controllers/pod-ips.ts'
import { notHere, printed, type ToolContext, type ToolResult } from './tool.ts'

interface Address {
  readonly family: 'inet' | 'inet6'
  readonly local: string
  readonly prefixlen: number
  readonly scope: 'host' | 'global'
}

interface Interface {
  readonly index: number
  readonly name: string
  readonly flags: readonly string[]
  readonly mtu: number
  readonly state: 'UNKNOWN' | 'UP'
  readonly addresses: readonly Address[]
}

/** `ip addr`: the addresses that the Pod's status tells. Everything else would need a kernel. */
export function ip(args: readonly string[], context: ToolContext): ToolResult {
  const options = args.filter(arg => arg.startsWith('-'))
  const [object = '', ...words] = args.filter(arg => !arg.startsWith('-'))
  const unknown = options.find(option => !known.has(option))
  const isAddress = object !== '' && 'address'.startsWith(object)
  if (!isAddress || unknown !== undefined || context.pod.spec?.hostNetwork === true)
    return notHere(
      'ip',
      `there is no kernel with links, routes or neighbours to look at; only ip addr is answered, from the Pod's status. ` +
        `The addresses of this Pod are ${podIpsOf(context.pod).join(' and ')}.`
    )
  const device = words.find(word => !['show', 'list', 'ls', 'dev'].includes(word))
  if (device !== undefined && plannedInterfaces(context.pod).includes(device))
    return notHere(
      'ip',
      `${device} is planned by a NetworkAttachmentDefinition and does not exist; its plan is in the annotation network-status of the Pod.`
    )
  const family = options.includes('-4') ? 'inet' : options.includes('-6') ? 'inet6' : undefined
  const found = interfacesOf(context.pod)
    .filter(one => device === undefined || one.name === device)
    .map(one => ({
      ...one,
      addresses: one.addresses.filter(address => family === undefined || address.family === family)
    }))
  if (found.length === 0)
    return {
      exitCode: 1,
      output: [{ stream: 'stderr', text: `Device "${device ?? ''}" does not exist.\n` }],
      elapsed: 0
    }
  if (options.some(option => option.startsWith('-j')))
    return printed(`${JSON.stringify(found.map(asJson))}\n`)
  const format = options.some(option => option.startsWith('-br'))
    ? briefText
    : options.includes('-o')
      ? oneLineText
      : fullText
  return printed(found.map(format).join(''))
}

const known = new Set(['-4', '-6', '-j', '-json', '-br', '-brief', '-o', '-p'])

function interfacesOf(pod: Pod): readonly Interface[] {
  // Every practice cluster has ranges of the same size.
  const [ipv4, ipv6] = podCidrs({})
  const lengths = { IPv4: prefixLength(ipv4), IPv6: prefixLength(ipv6) }
  const addresses = podIpsOf(pod).flatMap((local): Address[] => {
    const family = parseIp(local)?.family
    if (!family) return []
    const word = family === 'IPv4' ? 'inet' : 'inet6'
    return [{ family: word, local, prefixlen: lengths[family], scope: 'global' }]
  })
  const loopback: readonly Address[] = [
    { family: 'inet', local: '127.0.0.1', prefixlen: 8, scope: 'host' },
    { family: 'inet6', local: '::1', prefixlen: 128, scope: 'host' }
  ]
  return [
    {
      index: 1,
      name: 'lo',
      flags: ['LOOPBACK', 'UP', 'LOWER_UP'],
      mtu: 65_536,
      state: 'UNKNOWN',
      addresses: loopback
    },
    {
      index: 2,
      name: 'eth0',
      flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
      mtu: 1500,
      state: 'UP',
      addresses
    }
  ]
}

function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1))
}

function asJson({ index, name, flags, mtu, state, addresses }: Interface): object {
  return {
    ifindex: index,
    ifname: name,
    flags,
    mtu,
    operstate: state,
    addr_info: addresses.map(one => ({ ...one, label: name }))
  }
}

function fullText({ index, name, flags, mtu, state, addresses }: Interface): string {
  const head = `${index}: ${name}: <${flags.join(',')}> mtu ${mtu} state ${state} (simulated)\n`
  const lines = addresses.map(
    ({ family, local, prefixlen, scope }) =>
      `    ${family} ${local}/${prefixlen} scope ${scope} ${name}\n       valid_lft forever preferred_lft forever\n`
  )
  return head + lines.join('')
}

function briefText({ name, state, addresses }: Interface): string {
  const list = addresses.map(one => `${one.local}/${one.prefixlen}`).join(' ')
  return `${name.padEnd(17)}${state.padEnd(15)}${list} \n`
}

function oneLineText({ index, name, addresses }: Interface): string {
  return addresses
    .map(
      ({ family, local, prefixlen, scope }) =>
        `${index}: ${name}    ${family} ${local}/${prefixlen} scope ${scope} ${name}\n`
    )
    .join('')
}
