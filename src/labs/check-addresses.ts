import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import { cidrContains, parseCidr, parseIp, type Cidr } from '../model/cidr.ts'
import { readService, serviceAddresses } from './check-dns.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { whyPending } from './connect-address.ts'
import { lacks } from './check-ping.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import type { AddressesCheck, ProbeClient } from './lab-definition.generated.ts'
import { isWithin, limitsText } from './limits.ts'
import { isObstacle, obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { placeName } from './probe-place.ts'
import { findProbePod } from './probe-pod.ts'
import type { Probe } from './step-result.ts'

/** One look at the addresses of an `addresses` check. */
export async function sampleAddresses(
  context: ProbeContext,
  check: AddressesCheck
): Promise<Sample> {
  const at = context.clock.now()
  const found = await read(context, check)
  if (isObstacle(found)) return sampleOf(found, [])
  const unmet = found.holders
    .map(holder => ({ ...holder, why: whyUnmet(check, holder) }))
    .find(({ why }) => why !== undefined)
  const [shown] = unmet ? [unmet] : found.holders
  if (!shown) throw new Error('Nobody was asked for addresses.')
  const isMet = unmet === undefined
  const list = shown.addresses.length === 0 ? 'no address' : shown.addresses.join(', ')
  const mtu = shown.mtu === undefined ? '' : `, MTU ${shown.mtu}`
  const text = `${list}${mtu}${unmet?.why === undefined ? '' : `: ${unmet.why}`}`
  const others =
    isMet && found.holders.length > 1 ? ` So have ${found.holders.length - 1} others.` : ''
  const probe: Probe = {
    role: 'object',
    from: found.from,
    to: shown.title,
    what: found.what,
    result: text,
    outcome: isMet ? 'reached' : 'other',
    at,
    took: context.clock.now() - at
  }
  return {
    verdict: isMet ? 'pass' : 'fail',
    sentence: `${shown.title} has ${text}.${others}`,
    ...(!isMet && { next: nextFor(check, shown) }),
    probes: [probe]
  }
}

function nextFor({ of }: AddressesCheck, { addresses, type }: Holder): string {
  const elsewhere = 'Look at the families and ranges that the cluster and the object are given.'
  if (of === 'nodes' || !('service' in of)) return elsewhere
  if (of.address !== 'loadBalancer')
    return 'Look at ipFamilyPolicy and ipFamilies of the Service, and at the families that the cluster has.'
  return addresses.length === 0
    ? whyPending(type, of.service)
    : 'Look at ipFamilyPolicy of the Service, at the pool that it asks for, and at the addresses of that pool.'
}

interface Holder {
  readonly title: string
  readonly addresses: readonly string[]
  readonly mtu?: number
  /** Of a Service. */
  readonly type?: string
}

interface Found {
  readonly holders: readonly Holder[]
  readonly from: string
  readonly what: string
}

async function read(context: ProbeContext, check: AddressesCheck): Promise<Found | Obstacle> {
  const { of, interface: name } = check
  if (of === 'nodes') return await ofNodes(context)
  if (!('service' in of))
    return name === undefined ? await ofPod(context, of) : await ofInterface(context, of, name)
  const service = await readService(context, of.service)
  if (isObstacle(service)) return service
  const title = `Service ${of.service.namespace}/${of.service.name}`
  const type = stringOf(recordOf(service.spec).type)
  const addresses = serviceAddresses(service, of.address ?? 'clusterIP')
  return {
    holders: [{ title, addresses, ...(type !== undefined && { type }) }],
    from: 'API server',
    what: `kubectl -n ${of.service.namespace} get service ${of.service.name} -o yaml`
  }
}

async function ofPod(context: ProbeContext, client: ProbeClient): Promise<Found | Obstacle> {
  const pod = await findProbePod(context, client)
  if (isObstacle(pod)) return pod
  const ips = itemsOf(recordOf(pod.object.status).podIPs).map(
    one => stringOf(recordOf(one).ip) ?? ''
  )
  return {
    holders: [{ title: `Pod ${pod.namespace}/${pod.name}`, addresses: ips }],
    from: 'API server',
    what: `kubectl -n ${pod.namespace} get pod ${pod.name} -o yaml`
  }
}

async function ofNodes(context: ProbeContext): Promise<Found | Obstacle> {
  const nodes = await context.cluster.list(
    { apiVersion: 'v1', kind: 'Node' },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!nodes.ok) return obstacleOf(nodes.error, 'list the nodes')
  const holders = nodes.value.items.map(node => ({
    title: `Node ${node.metadata.name ?? ''}`,
    addresses: itemsOf(recordOf(node.status).addresses)
      .map(recordOf)
      .filter(({ type }) => type === 'InternalIP')
      .map(one => stringOf(one.address) ?? '')
  }))
  if (holders.length === 0)
    return { verdict: 'inconclusive', sentence: 'The cluster lists no node.', final: false }
  return { holders, from: 'API server', what: 'kubectl get nodes -o yaml' }
}

async function ofInterface(
  context: ProbeContext,
  client: ProbeClient,
  name: string
): Promise<Found | Obstacle> {
  const pod = await findProbePod(context, client)
  if (isObstacle(pod)) return pod
  const command = ['ip', 'addr', 'show', 'dev', name]
  const ran = await execInPod(context, pod, command)
  if (ran === 'no-program') return lacks(pod, 'ip')
  if (isObstacle(ran)) return ran
  const mtu = /\bmtu (\d+)/.exec(ran.stdout)?.[1]
  return {
    holders: [
      {
        title: `Interface ${name} of Pod ${pod.namespace}/${pod.name}`,
        addresses: addressesIn(ran.stdout),
        ...(mtu !== undefined && { mtu: Number(mtu) })
      }
    ],
    from: placeName(pod),
    what: kubectlExec(pod, command)
  }
}

/** Addresses of `ip addr`; every interface has a link-local one of IPv6, which reaches nobody else. */
function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/^\s*inet6? ([0-9a-fA-F.:]+)/gm)]
    .map(match => match[1] ?? '')
    .filter(address => !/^fe[89ab]/i.test(address))
}

function whyUnmet({ expect }: AddressesCheck, { addresses, mtu }: Holder): string | undefined {
  const { families, inside, mtu: limits } = expect
  const there = new Set(addresses.map(address => parseIp(address)?.family))
  const missing = families?.find(family => !there.has(family))
  if (missing !== undefined) return `none is ${missing}`
  const other =
    families && [...there].find(family => family !== undefined && !families.includes(family))
  if (other !== undefined) return `one is ${other}, which should not be there`
  const range = inside === undefined ? undefined : parseCidr(inside)
  const isInside = (address: string): boolean => range !== undefined && isIn(range, address)
  if (inside !== undefined && !addresses.some(isInside)) return `none is in ${inside}`
  if (limits && (mtu === undefined || !isWithin(mtu, limits)))
    return `the MTU has to be ${limitsText(limits)}`
  return undefined
}

export function isIn(range: Cidr, address: string): boolean {
  const ip = parseIp(address)
  return ip?.family === range.family && cidrContains(range, ip)
}
