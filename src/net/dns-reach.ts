import { parseIp } from '../model/cidr.ts'
import type { Service } from '../model/kinds.ts'
import type { Pod } from '../model/pod.ts'
import { labelsOf, titleOf, type Network } from './network.ts'
import { policyVerdict } from './policy-verdict.ts'
import { dnsServiceOf, type ResolverConfig } from './resolver-config.ts'
import { routeToService } from './service-routing.ts'

/** Whether a Pod's queries get to a name server and back. */
export interface NameserverReach {
  readonly answers: boolean
  /** True when the server is the cluster's own, which knows the names of its Services. */
  readonly knowsCluster: boolean
  readonly server?: string
  /** The Pod behind the server, when it is one of the cluster. */
  readonly pod?: Pod
  readonly reason: string
}

/** The first configured server that answers. DNS is traffic like any other: routed by Services, subject to policies. */
export function reachNameserver(
  network: Network,
  from: Pod,
  config: ResolverConfig,
  transport: 'UDP' | 'TCP' = 'UDP'
): NameserverReach {
  if (config.fromNode && config.nameservers.length === 0)
    return { answers: true, knowsCluster: false, reason: config.reason }
  const tried = config.nameservers.map(server => tryServer(network, from, server, transport))
  const working = tried.find(reach => reach.answers) ?? tried[0]
  return (
    working ?? {
      answers: false,
      knowsCluster: false,
      reason: `${titleOf(from)} has no name server: there is no Service kube-system/kube-dns.`
    }
  )
}

function tryServer(
  network: Network,
  from: Pod,
  server: string,
  protocol: 'UDP' | 'TCP'
): NameserverReach {
  const ip = parseIp(server)
  const service = ip && network.servicesByIp(ip)[0]?.service
  if (service) return tryService(network, from, service, server, protocol)
  const pod = ip && network.podByIp(ip)
  const verdict = policyVerdict(network, {
    from: { pod: from },
    to: { ip: server },
    port: 53,
    protocol
  })
  return {
    answers: verdict.allowed,
    knowsCluster: pod !== undefined && labelsOf(pod)['k8s-app'] === 'kube-dns',
    server,
    ...(pod && { pod }),
    reason: verdict.allowed
      ? `Queries go to ${server}.`
      : `DNS queries to ${server} get no answer. ${verdict.reason}`
  }
}

function tryService(
  network: Network,
  from: Pod,
  service: Service,
  server: string,
  protocol: 'UDP' | 'TCP'
): NameserverReach {
  const knowsCluster = service === dnsServiceOf(network)
  const family = parseIp(server)?.family ?? 'IPv4'
  const route = routeToService(network, service, { port: 53, protocol, from, family })
  const pod = route.endpoints[0]?.pod
  const none = { answers: false, knowsCluster, server, ...(pod && { pod }) }
  if (route.endpoints.length === 0)
    return { ...none, reason: `DNS queries get no answer. ${route.reason}` }
  const verdicts = route.endpoints.map(({ ip, port, pod }) =>
    policyVerdict(network, {
      from: { pod: from },
      to: pod ? { pod, ip } : { ip },
      port,
      protocol
    })
  )
  const denied = verdicts.filter(verdict => !verdict.allowed)
  const first = denied[0]
  if (first === undefined)
    return { ...none, answers: true, reason: `${titleOf(service)} answers DNS queries.` }
  if (denied.length < verdicts.length)
    return {
      ...none,
      answers: true,
      reason: `${denied.length} of ${verdicts.length} DNS Pods do not answer, so names resolve after a delay. ${first.reason}`
    }
  return { ...none, reason: `DNS queries of ${titleOf(from)} are dropped. ${first.reason}` }
}
