import type { Pod } from '../../model/pod.ts'
import { clusterIpsOf, type Network } from '../network.ts'
import { dnsServiceOf } from '../resolver-config.ts'
import type { DnsServer } from './answer-by-corefile.ts'
import { readCorefile } from './corefile.ts'
import { isProblem } from './corefile-text.ts'
import { corefileMap, dnsPodAt, mountedCorefile } from './dns-server-pod.ts'

/** The cluster's own DNS by snapshot: every question asks for it. */
const servers = new WeakMap<Network, DnsServer | 'plain'>()

/**
 * The cluster's DNS with its Corefile; undefined when there is none, or when it can't be read, and then the
 * cluster's DNS is taken to be as a cluster is born with it.
 */
export function clusterDnsOf(network: Network): DnsServer | undefined {
  let server = servers.get(network)
  if (server === undefined) {
    server = readServer(network) ?? 'plain'
    servers.set(network, server)
  }
  return server === 'plain' ? undefined : server
}

function readServer(network: Network): DnsServer | undefined {
  const service = dnsServiceOf(network)
  const [address] = service ? clusterIpsOf(service) : []
  const pod = address === undefined ? undefined : dnsPodAt(network, address)
  const data = corefileMap(network)
  const text = network.corefile ?? data?.Corefile
  const corefile = text === undefined ? undefined : readCorefile(text)
  if (!corefile || isProblem(corefile)) return undefined
  return {
    corefile,
    ...(pod && { pod }),
    file: path => data?.[path.slice(path.lastIndexOf('/') + 1)]
  }
}

/** Another CoreDNS of the cluster, by what its Pod mounts. */
export function dnsServerIn(network: Network, pod: Pod | undefined): DnsServer | undefined {
  const mounted = pod && mountedCorefile(network, pod)
  const corefile = mounted && readCorefile(mounted.text)
  if (!pod || !mounted || !corefile || isProblem(corefile)) return undefined
  return { corefile, pod, file: mounted.file }
}
