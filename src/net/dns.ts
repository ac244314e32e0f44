import { parseIp } from '../model/cidr.ts'
import type { Pod } from '../model/pod.ts'
import type { DnsRecord, DnsStatus, RecordType, ZoneAnswer } from './dns-record.ts'
import { answerByCorefile } from './corefile/answer-by-corefile.ts'
import { clusterDnsOf, dnsServerIn } from './corefile/dns-server.ts'
import { reachNameserver, type NameserverReach } from './dns-reach.ts'
import { answerInZone } from './dns-zone.ts'
import { titleOf, type Network } from './network.ts'
import { candidateNames, resolverConfigOf } from './resolver-config.ts'

export interface DnsOptions {
  /** False asks for the name as it is, like dig without +search. */
  readonly search?: boolean
  /** The address of the server to ask instead of the configured ones, like dig with @. */
  readonly server?: string
  /** UDP when absent. Policies tell the two apart. */
  readonly transport?: 'UDP' | 'TCP'
  /**
   * Answers for names outside of the cluster, undefined for those it doesn't know. What remains is NXDOMAIN
   * when it exists nowhere (one label, a reserved domain, a namespace for a top-level domain) and SERVFAIL
   * otherwise, because the objects of a cluster don't tell.
   */
  readonly upstream?: (name: string, type: RecordType) => ZoneAnswer | undefined
}

export interface DnsQuery {
  /** Absolute, with a trailing dot. */
  readonly name: string
  readonly status: DnsStatus
  readonly answers: readonly DnsRecord[]
}

export interface DnsAnswer {
  readonly status: DnsStatus
  /** The records of the name that had some, aliases first. */
  readonly answers: readonly DnsRecord[]
  /** Every name that was asked for, in order. */
  readonly queried: readonly DnsQuery[]
  /** The address that was asked. */
  readonly server?: string
  readonly reason: string
}

/** What a program in a Pod gets for a name, through the Pod's search list and as far as policies let it ask. */
export function resolveName(
  network: Network,
  from: Pod,
  name: string,
  type: RecordType = 'A',
  options: DnsOptions = {}
): DnsAnswer {
  const own = resolverConfigOf(network, from)
  const config =
    options.server === undefined ? own : { ...own, nameservers: [options.server], fromNode: false }
  const reach = reachNameserver(network, from, config, options.transport)
  const names =
    options.search === false
      ? [name.endsWith('.') ? name : `${name}.`]
      : candidateNames(config, name)
  const server = reach.server === undefined ? {} : { server: reach.server }
  if (!reach.answers)
    return {
      status: 'TIMEOUT',
      answers: [],
      queried: names.slice(0, 1).map(first => ({ name: first, status: 'TIMEOUT', answers: [] })),
      ...server,
      reason: reach.reason
    }

  const asked = answeringServer(network, reach)
  const queried: DnsQuery[] = []
  const replies: ZoneAnswer[] = []
  for (const candidate of names) {
    const reply = ask(network, asked, candidate.toLowerCase(), type, options)
    queried.push({ name: candidate, status: reply.status, answers: reply.answers })
    replies.push(reply)
    if (hasType(reply, type))
      return { status: 'NOERROR', answers: reply.answers, queried, ...server, reason: reply.reason }
  }
  return { ...failure(name, type, replies), queried, ...server }
}

/** Nothing was found: which of the replies the resolver hands on, and a sentence that says why. */
function failure(
  name: string,
  type: RecordType,
  replies: readonly ZoneAnswer[]
): Pick<DnsAnswer, 'status' | 'answers' | 'reason'> {
  const empty = replies.find(reply => reply.status === 'NOERROR')
  if (empty)
    return {
      status: 'NOERROR',
      answers: empty.answers,
      reason: `${name} exists and has no ${type} record. ${empty.reason}`
    }
  const broken = replies.find(reply => reply.status === 'SERVFAIL')
  const reasons = [...new Set(replies.map(reply => reply.reason))]
  if (broken) return { status: 'SERVFAIL', answers: [], reason: reasons.join(' ') }
  return {
    status: 'NXDOMAIN',
    answers: [],
    reason: `No name matches ${name}. ${reasons.join(' ')}`
  }
}

function hasType(reply: ZoneAnswer, type: RecordType): boolean {
  return reply.status === 'NOERROR' && reply.answers.some(answer => answer.type === type)
}

/** CoreDNS follows an alias itself, at most this deep. */
const maxAliases = 8

type Asked = (name: string, type: RecordType) => ZoneAnswer | undefined

/** What the server that was reached says itself: by its Corefile, or as every cluster's DNS does. */
function answeringServer(network: Network, reach: NameserverReach): Asked {
  const server = reach.knowsCluster ? clusterDnsOf(network) : dnsServerIn(network, reach.pod)
  if (server) return (name, type) => answerByCorefile(network, server, name, type)
  const { pod } = reach
  if (pod && !reach.knowsCluster)
    return () => ({
      status: 'SERVFAIL',
      answers: [],
      reason: `What the DNS server in ${titleOf(pod)} answers is not modelled.`
    })
  return (name, type) => (reach.knowsCluster ? answerInZone(network, name, type) : undefined)
}

function ask(
  network: Network,
  asked: Asked,
  name: string,
  type: RecordType,
  options: DnsOptions,
  depth = 0
): ZoneAnswer {
  const reply = asked(name, type) ?? options.upstream?.(name, type) ?? unknownOutside(network, name)
  const alias = reply.answers.find(record => record.type === 'CNAME')
  if (alias?.type !== 'CNAME' || type === 'CNAME' || hasType(reply, type) || depth >= maxAliases)
    return reply
  const target = ask(network, asked, alias.target, type, options, depth + 1)
  return {
    // An alias whose target is missing is an answer without addresses.
    status: target.status === 'SERVFAIL' ? 'SERVFAIL' : 'NOERROR',
    answers: [...reply.answers, ...target.answers],
    reason: `${reply.reason} ${target.reason}`
  }
}

/** Domains that exist nowhere by agreement (RFC 6761, RFC 6762, RFC 9476). */
const reservedDomains = ['test', 'invalid', 'example', 'localhost', 'local', 'alt', 'onion']

/** Top-level domains that exist and that people also like as names of namespaces. */
const delegatedDomains = new Set(
  'ai app blog bot cloud dev edge games host info io media net network one online org page security services shop site store support systems team tech tools world zone'.split(
    ' '
  )
)

function unknownOutside(network: Network, name: string): ZoneAnswer {
  const labels = name.replace(/\.$/, '').split('.')
  const last = labels.at(-1) ?? ''
  const isInside = (last === 'svc' || network.hasNamespace(last)) && !delegatedDomains.has(last)
  if (labels.length === 1 || isInside || reservedDomains.includes(last))
    return {
      status: 'NXDOMAIN',
      answers: [],
      reason: `Nobody outside of the cluster knows ${name}`
    }
  return {
    status: 'SERVFAIL',
    answers: [],
    reason: `${name} is outside of the cluster, and its objects do not tell what answers there.`
  }
}

/** The addresses that a program gets for a host name, in the order in which it tries them (RFC 6724). */
export function addressesFrom(answers: readonly DnsRecord[]): readonly string[] {
  const addresses = answers.flatMap(record =>
    record.type === 'A' || record.type === 'AAAA' ? [record.address] : []
  )
  return [...new Set(addresses)].sort((a, b) => rank(a) - rank(b))
}

/** Global IPv6 before IPv4 before unique local IPv6, the default policy table of RFC 6724. */
function rank(address: string): number {
  const ip = parseIp(address)
  if (ip?.family !== 'IPv6') return 1
  return ip.value >> 121n === 0b1111110n ? 2 : 0
}
