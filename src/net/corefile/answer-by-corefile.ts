import { parseIp } from '../../model/cidr.ts'
import type { Pod } from '../../model/pod.ts'
import type { RecordType, ZoneAnswer } from '../dns-record.ts'
import { answerInClusterSet } from '../clusterset-zone.ts'
import { answerInZone } from '../dns-zone.ts'
import { labelsOf, titleOf, type Network } from '../network.ts'
import { policyVerdict } from '../policy-verdict.ts'
import { resolverConfigOf } from '../resolver-config.ts'
import { readCorefile, type Corefile, type ServerBlock } from './corefile.ts'
import { isProblem, type Directive } from './corefile-text.ts'
import { dnsEndpointAt, mountedCorefile, type DnsEndpoint } from './dns-server-pod.ts'
import { askFile } from './file-plugin.ts'
import { askHosts } from './hosts-plugin.ts'
import { fallsThrough, isInZone, isInZones, noServer, type Question } from './plugin-answer.ts'
import { rewriteRuleOf } from './rewrite-rule.ts'
import { askTemplate } from './template-plugin.ts'

/** A CoreDNS that answers: its Pod, its Corefile and the files beside it. */
export interface DnsServer {
  readonly corefile: Corefile
  readonly pod?: Pod
  readonly file?: (path: string) => string | undefined
}

/** A server that forwards to one that forwards back is stopped here. */
const maxForwards = 4

/**
 * What a CoreDNS says to a question by its Corefile; undefined for what it sends out of the cluster, of which
 * nothing is known.
 */
export function answerByCorefile(
  network: Network,
  server: DnsServer,
  name: string,
  type: RecordType,
  forwards = 0
): ZoneAnswer | undefined {
  const lower = name.toLowerCase()
  const block = blockFor(server.corefile, lower)
  if (!block)
    return noServer(`No server block of the Corefile is for ${name}, so the question is refused.`)
  const { zones, plugins } = block
  const asked: Question = {
    name: lower,
    type,
    zones,
    network,
    file: server.file ?? (() => undefined)
  }
  const { question, restore } = rewritten(plugins, asked)
  for (const plugin of plugins) {
    const answer = ask(plugin, question, server, forwards)
    if (answer === 'outside') return undefined
    if (answer) return restore(answer)
  }
  return undefined
}

/** The block with the longest zone that holds the name. */
function blockFor({ servers }: Corefile, name: string): ServerBlock | undefined {
  const holding = servers.flatMap(server =>
    server.zones.filter(zone => isInZone(name, zone)).map(zone => ({ server, zone }))
  )
  return holding.sort((a, b) => b.zone.length - a.zone.length)[0]?.server
}

function rewritten(
  plugins: readonly Directive[],
  asked: Question
): { readonly question: Question; readonly restore: (answer: ZoneAnswer) => ZoneAnswer } {
  let name = asked.name
  let restore = (answer: ZoneAnswer): ZoneAnswer => answer
  for (const plugin of plugins) {
    if (plugin.name !== 'rewrite') continue
    const rule = rewriteRuleOf(plugin)
    if (rule === undefined || typeof rule === 'string') continue
    const next = rule.rewrite(name)
    if (next === undefined) continue
    const [before, after, inner] = [name, next, restore]
    restore = answer =>
      inner({ ...answer, answers: answer.answers.map(one => rule.answer(one, before, after)) })
    name = next
    if (!rule.goesOn) break
  }
  return { question: { ...asked, name }, restore }
}

function ask(
  plugin: Directive,
  question: Question,
  server: DnsServer,
  forwards: number
): ZoneAnswer | 'outside' | undefined {
  switch (plugin.name) {
    case 'hosts':
      return askHosts(plugin, question)
    case 'template':
      return askTemplate(plugin, question)
    case 'kubernetes':
      return askKubernetes(plugin, question)
    case 'file':
      return askFile(plugin, question)
    case 'forward':
      return askForward(plugin, question, server, forwards)
    default:
      return undefined
  }
}

function askKubernetes({ args, block }: Directive, question: Question): ZoneAnswer | undefined {
  const { network, name, type } = question
  const zones = args.length > 0 ? args : question.zones
  if (!isInZones(name, zones)) return undefined
  const setting = (wanted: string): readonly string[] | undefined =>
    block.find(one => one.name === wanted)?.args
  const isReverse = name.endsWith('.in-addr.arpa.') || name.endsWith('.ip6.arpa.')
  const domain = (zones.find(zone => isInZone(name, zone)) ?? '').replace(/\.$/, '')
  const clustersets = setting('multicluster') ?? []
  const ttl = Number(setting('ttl')?.[0] ?? 5)
  if (!isReverse && isInZones(name, clustersets))
    return answerInClusterSet(network, name, type, { domain: domain.toLowerCase(), ttl })
  const pods = setting('pods')?.[0]
  const namespaces = setting('namespaces')
  const answer = answerInZone(network, name, type, {
    domain: isReverse ? network.clusterDomain : domain.toLowerCase(),
    ttl,
    pods: pods === 'insecure' || pods === 'verified' ? pods : 'disabled',
    ...(namespaces && { namespaces })
  })
  const isMissing = answer === undefined || answer.status === 'NXDOMAIN'
  return isMissing && fallsThrough(setting('fallthrough'), name) ? undefined : answer
}

/** To servers of the cluster questions are put; what others answer the objects don't tell. */
function askForward(
  { args, block }: Directive,
  question: Question,
  server: DnsServer,
  forwards: number
): ZoneAnswer | 'outside' | undefined {
  const { network, name, type } = question
  const [from = '.', ...to] = args
  if (!isInZone(name, from)) return undefined
  const except = block.filter(one => one.name === 'except').flatMap(one => one.args)
  if (isInZones(name, except)) return undefined
  const host = destinationOf(network, server, to[0])
  const found = host === undefined ? undefined : dnsEndpointAt(network, host)
  if (host === undefined || !found) {
    const ip = host === undefined ? undefined : parseIp(host)
    const isService = ip !== undefined && network.servicesByIp(ip).length > 0
    return isService ? noServer(`The Service at ${host ?? ''} has no endpoint for DNS.`) : 'outside'
  }
  const { pod } = found
  if (forwards >= maxForwards)
    return noServer(`The question goes round in a circle at ${titleOf(pod)}.`)
  const refusal = refusedBy(network, server, found)
  if (refusal) return refusal
  const mounted = mountedCorefile(network, pod)
  const isOwn = labelsOf(pod)['k8s-app'] === 'kube-dns'
  const corefile = mounted && readCorefile((isOwn ? network.corefile : undefined) ?? mounted.text)
  if (!mounted || !corefile || isProblem(corefile))
    return noServer(`What the DNS server in ${titleOf(pod)} answers is not modelled.`)
  const next = { corefile, pod, file: mounted.file }
  return answerByCorefile(network, next, name, type, forwards + 1) ?? 'outside'
}

/** The address behind a destination. A file such as /etc/resolv.conf is that of the server's own Pod. */
function destinationOf(
  network: Network,
  { pod }: DnsServer,
  text: string | undefined
): string | undefined {
  if (text?.startsWith('/') === true) return pod && resolverConfigOf(network, pod).nameservers[0]
  const bare = text?.replace(/^\w+:\/\//, '').replace(/^\[([^\]]*)\].*$/, '$1')
  return bare !== undefined && /^[^:]+:\d+$/.test(bare) ? bare.replace(/:\d+$/, '') : bare
}

function refusedBy(
  network: Network,
  { pod: from }: DnsServer,
  { pod, ip, port }: DnsEndpoint
): ZoneAnswer | undefined {
  if (!from) return undefined
  const flow = { from: { pod: from }, to: { pod, ip }, port, protocol: 'UDP' as const }
  const verdict = policyVerdict(network, flow)
  return verdict.allowed ? undefined : noServer(`${titleOf(pod)} is not reached. ${verdict.reason}`)
}
