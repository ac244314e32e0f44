import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import { parseIp } from '../model/cidr.ts'
import type { KubeObject } from '../model/object.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { probeName, type WantedName } from './dns-probe.ts'
import type { DnsCheck, NamespacedName } from './lab-definition.generated.ts'
import { isObstacle, obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { findProbePod, isReady } from './probe-pod.ts'

/** One question of a `dns` check. */
export async function sampleDns(context: ProbeContext, check: DnsCheck): Promise<Sample> {
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const wanted = await readWantedName(context, check)
  if (isAnObstacle(wanted)) return sampleOf(wanted, [])
  const server = await serverAddress(context, check.server)
  if (typeof server === 'object') return sampleOf(server, [])
  const probe = await probeName(context, {
    role: 'subject',
    from,
    name: check.name,
    wanted,
    ...(check.type !== undefined && { type: check.type }),
    ...(server !== undefined && { server })
  })
  if (isObstacle(probe)) return sampleOf(probe, [])
  const what = check.type === undefined ? 'the name' : `the ${check.type} record of`
  const sentence = `${probe.from} asked for ${what} ${probe.to}: ${probe.result}.`
  switch (probe.outcome) {
    case 'reached':
      return { verdict: 'pass', sentence, probes: [probe] }
    case 'unclear':
      return { verdict: 'inconclusive', sentence, next: nextUnclear(check), probes: [probe] }
    default:
      return { verdict: 'fail', sentence, next: nextFor(check), probes: [probe] }
  }
}

function nextUnclear({ server }: DnsCheck): string {
  return server === undefined
    ? 'Look whether the DNS Pods in namespace kube-system are Ready, and whether a NetworkPolicy cuts the client off from them.'
    : 'Look whether the DNS server that is asked runs and is reached on port 53.'
}

function nextFor({ expect, type, server, name }: DnsCheck): string {
  if (expect === 'no-such-name')
    return 'Look for a Service of that name that the search list finds.'
  if (expect === 'no-record') return 'Look which families the Service has.'
  if (server === undefined && type === 'CNAME' && name.includes('.svc.'))
    return 'Look at the Service of this name: its type has to be ExternalName, and its externalName a name and no address.'
  if (server !== undefined || 'records' in expect)
    return 'Look at the configuration of the DNS server that answers for this zone.'
  if ('pods' in expect)
    return 'Look whether the Service is headless, and which of its Pods are Ready.'
  return type === 'AAAA'
    ? 'Look whether the Service has an IPv6 address: its ipFamilies say it.'
    : 'Look whether the Service exists in the namespace that the name says.'
}

async function readWantedName(
  context: ProbeContext,
  { expect, type }: DnsCheck
): Promise<WantedName | Obstacle> {
  if (typeof expect === 'string') return expect
  if ('records' in expect) return { records: expect.records.map(text => new RegExp(text, 'u')) }
  const ofType = (addresses: readonly string[]): readonly string[] =>
    addresses.filter(
      address =>
        parseIp(address)?.family === (type === 'AAAA' ? 'IPv6' : 'IPv4') || type === undefined
    )
  if ('pods' in expect) {
    const pods = await podAddresses(context, expect.pods)
    return isAnObstacle(pods) ? pods : { exactly: ofType(pods) }
  }
  const service = await readService(context, expect.service)
  if (isObstacle(service)) return service
  return { oneOf: ofType(serviceAddresses(service, expect.address ?? 'clusterIP')) }
}

/** The addresses of a Service, without those that say that there is none. */
export function serviceAddresses(
  { spec, status }: KubeObject,
  which: 'clusterIP' | 'loadBalancer'
): readonly string[] {
  const { clusterIP, clusterIPs } = recordOf(spec)
  const all =
    which === 'clusterIP'
      ? [stringOf(clusterIP), ...itemsOf(clusterIPs).map(stringOf)]
      : itemsOf(recordOf(recordOf(status).loadBalancer).ingress).map(one =>
          stringOf(recordOf(one).ip)
        )
  const known = all.filter(one => one !== undefined && one !== '' && one !== 'None')
  return [...new Set(known)] as string[]
}

async function podAddresses(
  context: ProbeContext,
  {
    namespace,
    labels
  }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
): Promise<readonly string[] | Obstacle> {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const pods = await context.cluster.list(
    { apiVersion: 'v1', kind: 'Pod' },
    { ...callOptions(context, 10_000), namespace, labelSelector: selector.join(',') }
  )
  stopIfAborted(context)
  if (!pods.ok) return obstacleOf(pods.error, `list the Pods of namespace ${namespace}`)
  return pods.value.items
    .filter(isReady)
    .flatMap(pod => itemsOf(recordOf(pod.status).podIPs))
    .map(one => stringOf(recordOf(one).ip) ?? '')
    .filter(ip => ip !== '')
}

export async function readService(
  context: ProbeContext,
  { namespace, name }: NamespacedName
): Promise<KubeObject | Obstacle> {
  const title = `Service ${namespace}/${name}`
  const service = await context.cluster.get(
    { apiVersion: 'v1', kind: 'Service', namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (service.ok) return service.value
  return service.error.reason === 'not-found'
    ? {
        verdict: 'blocked',
        sentence: `Blocked, because ${title} is not in the cluster.`,
        next: 'Apply the manifests of the lab up to this step, then verify again.',
        final: true
      }
    : obstacleOf(service.error, `read ${title}`)
}

async function serverAddress(
  context: ProbeContext,
  server: DnsCheck['server']
): Promise<string | undefined | Obstacle> {
  if (server === undefined || typeof server === 'string') return server
  const service = await readService(context, server)
  if (isObstacle(service)) return service
  const [address] = serviceAddresses(service, 'clusterIP')
  return (
    address ?? {
      verdict: 'fail',
      sentence: `Service ${server.namespace}/${server.name} has no ClusterIP to ask.`,
      next: 'Give it a ClusterIP: clusterIP: None is no address.',
      final: false
    }
  )
}

function isAnObstacle(value: WantedName | readonly string[] | Obstacle): value is Obstacle {
  return typeof value === 'object' && 'final' in value
}
