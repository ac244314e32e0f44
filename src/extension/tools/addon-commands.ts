import { capabilityWords, runsInACluster } from '../../labs/how-to-get.ts'
import { inContext } from '../../labs/in-context.ts'
import type { Capability } from '../../labs/lab-definition.generated.ts'

/** Programs that a cluster can be given, in the order in which they are offered. */
export const addons = [
  'metallb',
  'traefik',
  'istio',
  'linkerd',
  'multus',
  'external-dns',
  'prometheus',
  'cilium',
  'hubble',
  'mcs'
] as const satisfies readonly Capability[]

export type Addon = (typeof addons)[number]

export const addonTitles: Readonly<Record<Addon, string>> = {
  metallb: 'MetalLB',
  traefik: 'Gateway API and Traefik',
  istio: 'Istio',
  linkerd: 'Linkerd',
  multus: 'Multus',
  'external-dns': 'ExternalDNS',
  prometheus: 'kube-prometheus-stack',
  cilium: 'Cilium',
  hubble: 'Hubble',
  mcs: 'Multi-Cluster Services API'
}

/** The addon that brings a capability; undefined where only another cluster does. */
export function addonFor(capability: string): Addon | undefined {
  if (capability === 'load-balancer') return 'metallb'
  if (capability === 'gateway-api' || capability === 'ingress') return 'traefik'
  return addons.find(one => one === capability)
}

/** The commands that install an addon into one context, each naming it. */
export function installCommands(addon: Addon, context: string): readonly string[] {
  const { commands = [] } = capabilityWords[addon]
  return commands.filter(runsInACluster).map(command => inContext(command, context))
}
