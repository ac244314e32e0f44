import { itemsOf, recordOf, stringOf } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import type { Pod } from '../../model/pod.ts'
import { nameOf, namespaceOf, type Network } from '../network.ts'
import { routeToService } from '../service-routing.ts'

/** The end at which a Pod answers DNS. */
export interface DnsEndpoint {
  readonly pod: Pod
  readonly ip: string
  readonly port: number
}

/** Who answers DNS at an address of the cluster: a Pod behind a Service, or the Pod that has the address. */
export function dnsEndpointAt(network: Network, address: string): DnsEndpoint | undefined {
  const parsed = parseIp(address)
  const service = parsed && network.servicesByIp(parsed)[0]?.service
  if (!parsed || !service) {
    const own = parsed && network.podByIp(parsed)
    return own && { pod: own, ip: address, port: 53 }
  }
  const { family } = parsed
  const route = routeToService(network, service, { port: 53, protocol: 'UDP', family })
  const { pod, ip = '', port = 53 } = route.endpoints[0] ?? {}
  return pod && { pod, ip, port }
}

export function dnsPodAt(network: Network, address: string): Pod | undefined {
  return dnsEndpointAt(network, address)?.pod
}

/** What a CoreDNS Pod is configured with, by the ConfigMap that it mounts. */
export interface MountedCorefile {
  readonly text: string
  /** Another file of the same ConfigMap, by its path or name. */
  readonly file: (path: string) => string | undefined
}

/** The Corefile that a Pod mounts; undefined when it is no CoreDNS, or what it mounts isn't there. */
export function mountedCorefile(network: Network, pod: Pod): MountedCorefile | undefined {
  const container = (pod.spec?.containers ?? []).find(one =>
    /(^|\/)coredns(:|@|$)/.test(one.image ?? '')
  )
  if (!container) return undefined
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const path = words[words.indexOf('-conf') + 1] ?? 'Corefile'
  for (const mount of container.volumeMounts ?? []) {
    const volume = recordOf(pod.spec?.volumes?.find(one => one.name === mount.name))
    const source = recordOf(volume.configMap)
    const name = stringOf(source.name)
    const folder = mount.mountPath.replace(/\/$/, '')
    const data = name === undefined ? undefined : configMapData(network, namespaceOf(pod), name)
    if (!data || !(path.startsWith(`${folder}/`) || path === 'Corefile')) continue
    const file = (wanted: string): string | undefined => {
      const base = wanted.slice(wanted.lastIndexOf('/') + 1)
      const item = itemsOf(source.items)
        .map(recordOf)
        .find(one => one.path === base)
      return data[stringOf(item?.key) ?? base]
    }
    const text = file(path)
    if (text !== undefined) return { text, file }
  }
  return undefined
}

function configMapData(
  network: Network,
  namespace: string,
  name: string
): Readonly<Record<string, string>> | undefined {
  const maps = network.list('v1/ConfigMap') as readonly ConfigMap[]
  return maps.find(one => nameOf(one) === name && namespaceOf(one) === namespace)?.data
}

/** What the ConfigMap of the cluster's own DNS holds. */
export function corefileMap(network: Network): Readonly<Record<string, string>> | undefined {
  return configMapData(network, 'kube-system', 'coredns')
}
