import { formatIp, parseIp, type Ip } from '../model/cidr.ts'
import type { IpFamily } from '../model/kinds.ts'
import { podIpsOf, type Pod } from '../model/pod.ts'
import { titleOf, type Network } from './network.ts'

/**
 * One end of a connection: a Pod, or an address that may or may not be a Pod's. `ip` beside a Pod says which
 * of its addresses is used; without it every address of the Pod counts.
 */
export type Endpoint =
  { readonly pod: Pod; readonly ip?: string } | { readonly ip: string; readonly pod?: undefined }

/** An end of a connection as policies see it. */
export interface Party {
  /** The Pod that policies can select. Absent for everything outside and for Pods of the node's network. */
  readonly pod?: Pod
  readonly ips: readonly Ip[]
  /** The node whose own traffic this is: a Pod with hostNetwork, or an address of the node. */
  readonly hostOf?: string
  /** The node that a Pod runs on. */
  readonly nodeName?: string
  readonly title: string
}

/** Finds out who an endpoint is: an address that belongs to a Pod is that Pod. */
export function partyOf(network: Network, endpoint: Endpoint): Party {
  const ip = endpoint.ip === undefined ? undefined : parseIp(endpoint.ip)
  const pod = endpoint.pod ?? (ip && network.podByIp(ip))
  if (pod === undefined) {
    const hostOf = ip && network.nodeByIp(ip)
    return {
      ips: ip ? [ip] : [],
      ...(hostOf !== undefined && { hostOf }),
      title: hostOf === undefined ? `address ${endpoint.ip ?? ''}` : `Node ${hostOf}`
    }
  }
  const ips = ip ? [ip] : addressesOf(pod)
  const nodeName = pod.spec?.nodeName
  if (pod.spec?.hostNetwork === true)
    return {
      ips,
      hostOf: nodeName ?? '',
      title: `${titleOf(pod)} (network of its node)`
    }
  return { pod, ips, ...(nodeName !== undefined && { nodeName }), title: titleOf(pod) }
}

/** The addresses of a Pod as numbers, the primary one first. */
export function addressesOf(pod: Pod): readonly Ip[] {
  let addresses = addressesByPod.get(pod)
  if (addresses === undefined) {
    addresses = podIpsOf(pod).flatMap(text => parseIp(text) ?? [])
    addressesByPod.set(pod, addresses)
  }
  return addresses
}

/** A matrix asks for the same Pods thousands of times. Objects never change, so the answer stays. */
const addressesByPod = new WeakMap<Pod, readonly Ip[]>()

/** The address of a Pod in one family, or undefined when it has none there. */
export function addressIn(pod: Pod, family: IpFamily): string | undefined {
  const found = addressesOf(pod).find(ip => ip.family === family)
  return found && formatIp(found)
}
