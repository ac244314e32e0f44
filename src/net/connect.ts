import type { FieldPath } from '../base/field-path.ts'
import { parseIp } from '../model/cidr.ts'
import type { IpFamily, Protocol } from '../model/kinds.ts'
import type { KubeObject } from '../model/object.ts'
import { isTerminated, podIpsOf, type Pod } from '../model/pod.ts'
import { addressesFrom, resolveName, type DnsAnswer, type DnsOptions } from './dns.ts'
import { addressesOf } from './endpoint.ts'
import { hostsFileAddresses } from './hosts-file.ts'
import { attempt } from './attempt.ts'
import type { Listening } from './listening.ts'
import { titleOf, type Network } from './network.ts'
import type { PolicyVerdict } from './policy-verdict.ts'
import type { ServiceRoute } from './service-routing.ts'
import { targetsOf, type Target } from './target.ts'

export interface ConnectRequest {
  readonly from: Pod
  /** A name or an address; an IPv6 address may be in brackets. */
  readonly host: string
  readonly port: number
  /** TCP when absent. */
  readonly protocol?: Protocol
  /** Only addresses of this family, like curl's -4 and -6. */
  readonly family?: IpFamily
  /** From 0 to below 1, decides between endpoints. The first one is taken when absent. */
  readonly random?: () => number
  /** Who listens where. What the containers declare counts when absent or undecided. */
  readonly listens?: Listening
  /** What answers outside of the cluster. Unknown addresses are unreachable when absent. */
  readonly outside?: (ip: string, port: number, protocol: Protocol) => Outcome
  readonly dns?: DnsOptions
}

/**
 * `refused`: something said no at once. `timeout`: packets vanish, as with a policy. `unresolved`: the name gave no
 * address. `unreachable`: the model knows of nothing at the address.
 */
export type Outcome = 'connected' | 'refused' | 'timeout' | 'unresolved' | 'unreachable'

export interface TraceStep {
  readonly step: 'source' | 'name' | 'service' | 'policy' | 'listener' | 'network'
  readonly ok: boolean
  readonly sentence: string
  /** The object that decided, and the field of it. */
  readonly object?: KubeObject
  readonly path?: FieldPath
}

export interface Peer {
  readonly ip: string
  readonly port: number
  readonly pod?: Pod
}

export interface Connection {
  readonly outcome: Outcome
  /** Who is at the other end after address translation. Also given when the connection fails there. */
  readonly peer?: Peer
  /** The address that was dialled. */
  readonly address?: string
  readonly dns?: DnsAnswer
  readonly route?: ServiceRoute
  readonly policy?: PolicyVerdict
  readonly trace: readonly TraceStep[]
  /** The sentence that decided. */
  readonly reason: string
}

/**
 * What happens when a Pod opens a connection: name, Service, endpoint, policy at the port of the Pod, listener.
 * It is computed from the objects; no packet is sent. Several addresses are tried in order until one connects.
 */
export function connect(network: Network, request: ConnectRequest): Connection {
  const { random } = request
  const pick = (targets: OneOrMore<Target>): OneOrMore<Target> => {
    if (targets[0].route?.sticky === true) return [stickyTarget(request.from, targets)]
    const index = random ? Math.floor(random() * targets.length) : 0
    return [targets[index] ?? targets[0]]
  }
  return connectionsOf(network, request, pick)[0]
}

/**
 * The endpoint that a client always gets with session affinity: the one with the highest number made of both
 * their addresses, so that it changes only when the endpoint itself goes (rendezvous hashing). How long a real
 * proxy remembers a client is a matter of time, which is not modelled.
 */
function stickyTarget(from: Pod, targets: OneOrMore<Target>): Target {
  const client = podIpsOf(from)[0] ?? ''
  const rank = ({ peer }: Target): number => hashOf(`${client} ${peer?.ip ?? ''}`)
  return targets.reduce((best, target) => (rank(target) > rank(best) ? target : best))
}

/** FNV-1a with a last mixing, so that addresses that differ in one digit get far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/**
 * The same connection for every endpoint that it may be given to, so that a Service that works by chance
 * can be told from one that works.
 */
export function connectEach(network: Network, request: ConnectRequest): OneOrMore<Connection> {
  return connectionsOf(network, request, targets => targets)
}

type OneOrMore<Item> = readonly [Item, ...Item[]]

function connectionsOf(
  network: Network,
  request: ConnectRequest,
  choose: (targets: OneOrMore<Target>) => OneOrMore<Target>
): OneOrMore<Connection> {
  const { from } = request
  if (isTerminated(from)) {
    const sentence = `${titleOf(from)} has ended (${from.status?.phase ?? ''}), so nothing runs in it.`
    const step: TraceStep = {
      step: 'source',
      ok: false,
      sentence,
      object: from,
      path: ['status', 'phase']
    }
    return [{ outcome: 'unreachable', trace: [step], reason: sentence }]
  }
  const { addresses, step, dns } = addressesFor(network, request)
  const withDns = dns && { dns }
  const outcomes: OneOrMore<Connection>[] = []
  for (const address of addresses) {
    const toTarget = (target: Target): Connection => {
      const result = attempt(network, request, target)
      return { ...result, address, ...withDns, trace: [step, ...result.trace] }
    }
    const [first, ...others] = choose(targetsOf(network, request, address))
    const connections: OneOrMore<Connection> = [toTarget(first), ...others.map(toTarget)]
    if (connections.some(connection => connection.outcome === 'connected')) return connections
    outcomes.push(connections)
  }
  // When nothing connects, the first address is the one to explain; the later ones were fallbacks.
  return (
    outcomes[0] ?? [{ outcome: 'unresolved', ...withDns, trace: [step], reason: step.sentence }]
  )
}

interface Resolved {
  readonly addresses: readonly string[]
  readonly step: TraceStep
  readonly dns?: DnsAnswer
}

function addressesFor(network: Network, request: ConnectRequest): Resolved {
  const { from, host, family } = request
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const literal = parseIp(bare)
  if (literal)
    return {
      addresses: [bare],
      step: { step: 'name', ok: true, sentence: `${bare} is an address, so no name is looked up.` }
    }
  const local = hostsFileAddresses(from, bare).filter(
    ip => family === undefined || parseIp(ip)?.family === family
  )
  if (local.length > 0)
    return {
      addresses: local,
      step: {
        step: 'name',
        ok: true,
        sentence: `${bare} is ${local.join(', ')} in the hosts file of ${titleOf(from)}.`,
        object: from
      }
    }
  const answers = familiesOf(from, family).map(one =>
    resolveName(network, from, bare, one === 'IPv4' ? 'A' : 'AAAA', request.dns)
  )
  const addresses = addressesFrom(answers.flatMap(answer => answer.answers))
  const best =
    answers.find(answer => addressesFrom(answer.answers).length > 0) ??
    answers.find(answer => answer.status === 'NOERROR') ??
    answers[0]
  if (best === undefined)
    return {
      addresses: [],
      step: { step: 'name', ok: false, sentence: `${titleOf(from)} has no address yet.` }
    }
  const sentence =
    addresses.length > 0
      ? `${bare} resolves to ${addresses.join(', ')}. ${best.reason}`
      : `${bare} does not resolve (${statusWord(best)}). ${best.reason}`
  return { addresses, dns: best, step: { step: 'name', ok: addresses.length > 0, sentence } }
}

function statusWord(answer: DnsAnswer): string {
  return answer.status === 'NOERROR' ? 'no data' : answer.status
}

/** A program asks only for the families that its Pod has an address in. */
function familiesOf(pod: Pod, wanted: IpFamily | undefined): readonly IpFamily[] {
  if (wanted) return [wanted]
  const own = new Set(addressesOf(pod).map(ip => ip.family))
  return own.size === 0 ? ['IPv4'] : [...own]
}
