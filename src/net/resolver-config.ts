import type { Service } from '../model/kinds.ts'
import type { Pod } from '../model/pod.ts'
import { clusterIpsOf, labelsOf, namespaceOf, type Network } from './network.ts'

/** What a Pod's /etc/resolv.conf says. */
export interface ResolverConfig {
  readonly nameservers: readonly string[]
  readonly search: readonly string[]
  readonly ndots: number
  /** Other options, as they stand in the file. The C library knows them, this model does not. */
  readonly otherOptions: readonly string[]
  /** True when the Pod uses the resolver of its node, which the objects of the cluster don't tell. */
  readonly fromNode: boolean
  /** One sentence on where the settings come from. */
  readonly reason: string
}

/** The Service in front of the cluster's DNS Pods. */
export function dnsServiceOf(network: Network): Service | undefined {
  return (
    network.service('kube-system', 'kube-dns') ??
    network.services.find(
      service =>
        namespaceOf(service) === 'kube-system' && labelsOf(service)['k8s-app'] === 'kube-dns'
    )
  )
}

/** https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
export function resolverConfigOf(network: Network, pod: Pod): ResolverConfig {
  const { dnsPolicy = 'ClusterFirst', dnsConfig = {}, hostNetwork } = pod.spec ?? {}
  const own = {
    nameservers: dnsConfig.nameservers ?? [],
    search: (dnsConfig.searches ?? []).map(domain => domain.replace(/\.$/, '')),
    otherOptions: (dnsConfig.options ?? [])
      .filter(({ name }) => name !== 'ndots')
      .map(({ name, value }) => (value === undefined ? name : `${name}:${value}`))
  }
  const ndots = ndotsOf(dnsConfig.options ?? [])
  if (dnsPolicy === 'None')
    return {
      ...own,
      ndots: ndots ?? 1,
      fromNode: false,
      reason: 'dnsPolicy None: the Pod uses the servers and domains of its dnsConfig alone.'
    }
  const onNode = hostNetwork === true && dnsPolicy === 'ClusterFirst'
  if (dnsPolicy === 'Default' || onNode)
    return {
      ...own,
      ndots: ndots ?? 1,
      fromNode: true,
      reason: onNode
        ? 'The Pod uses hostNetwork, for which dnsPolicy ClusterFirst means the resolver of the node. ClusterFirstWithHostNet keeps the names of the cluster.'
        : 'dnsPolicy Default: the Pod uses the resolver of its node, which does not know the names of the cluster.'
    }
  const service = dnsServiceOf(network)
  const domain = network.clusterDomain
  return {
    nameservers: [...(service ? clusterIpsOf(service).slice(0, 1) : []), ...own.nameservers],
    search: [`${namespaceOf(pod)}.svc.${domain}`, `svc.${domain}`, domain, ...own.search],
    ndots: ndots ?? 5,
    otherOptions: own.otherOptions,
    fromNode: false,
    reason: 'The Pod asks the DNS Service of the cluster.'
  }
}

function ndotsOf(
  options: readonly { readonly name: string; readonly value?: string }[]
): number | undefined {
  const value = options.find(option => option.name === 'ndots')?.value
  // The C library ignores what is not a number and caps the rest at 15.
  return value !== undefined && /^\d+$/.test(value) ? Math.min(15, Number(value)) : undefined
}

/**
 * The names that a resolver asks for, in order (resolv.conf(5)). A trailing dot makes a name absolute; fewer
 * dots than `ndots` put the search domains first.
 */
export function candidateNames(config: ResolverConfig, name: string): readonly string[] {
  if (name.endsWith('.')) return [name]
  const absolute = `${name}.`
  const searched = config.search.map(domain => `${name}.${domain}.`)
  const dots = name.split('.').length - 1
  return dots >= config.ndots ? [absolute, ...searched] : [...searched, absolute]
}
