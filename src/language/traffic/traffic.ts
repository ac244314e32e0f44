import { itemsOf, recordOf } from '../../base/json.ts'
import type { Gateway, GRPCRoute, HTTPRoute } from '../../model/gateway-kinds.ts'
import {
  serviceNameLabel,
  type EndpointSlice,
  type Ingress,
  type NetworkPolicy,
  type PolicyType,
  type Service
} from '../../model/kinds.ts'
import { kindKey, type KubeObject } from '../../model/object.ts'
import { matchesLabels } from '../../model/selector.ts'
import { podLabelsOf, podTemplateOf } from '../../model/workloads.ts'
import { policiesOn, policyTraffic } from './policy-traffic.ts'
import {
  gatewayTraffic,
  ingressTraffic,
  routeTraffic,
  virtualServiceTraffic
} from './route-traffic.ts'
import { listed, mayShare, titleOf, type Scene } from './scene.ts'
import { serviceTraffic } from './service-traffic.ts'

type Telling = (object: never, scene: Scene) => string[]

/** What an object does to traffic in a scene, as Markdown paragraphs; nothing for kinds that do nothing. */
export function trafficOf(object: KubeObject, scene: Scene): readonly string[] {
  const tell = tellings[kindKey(object)] ?? (podTemplateOf(object) ? workloadTraffic : undefined)
  return tell ? tell(object as never, scene) : []
}

const tellings: Readonly<Record<string, Telling | undefined>> = {
  'networking.k8s.io/NetworkPolicy': (policy: NetworkPolicy, scene) => policyTraffic(policy, scene),
  '/Service': (service: Service, scene) => serviceTraffic(service, scene),
  'networking.k8s.io/Ingress': (ingress: Ingress, scene) => ingressTraffic(ingress, scene),
  'gateway.networking.k8s.io/HTTPRoute': (route: HTTPRoute, scene) => routeTraffic(route, scene),
  'gateway.networking.k8s.io/GRPCRoute': (route: GRPCRoute, scene) => routeTraffic(route, scene),
  'gateway.networking.k8s.io/Gateway': (gateway: Gateway, scene) => gatewayTraffic(gateway, scene),
  'networking.istio.io/VirtualService': (object: KubeObject, scene) =>
    virtualServiceTraffic(object, scene),
  'discovery.k8s.io/EndpointSlice': (slice: EndpointSlice) => sliceTraffic(slice),
  'metallb.io/IPAddressPool': (pool: KubeObject, scene) => poolTraffic(pool, scene),
  '/Namespace': (namespace: KubeObject, scene) => namespaceTraffic(namespace, scene)
}

/** The Services that lead to the Pods of a workload, and the policies that close them. */
function workloadTraffic(object: KubeObject, scene: Scene): string[] {
  const labels = podLabelsOf(object) ?? {}
  const { namespace } = object.metadata
  const pod = { title: '', namespace, labels, spec: podTemplateOf(object)?.spec ?? {} }
  const services = (scene.all('/Service') as readonly Service[]).filter(({ metadata, spec }) => {
    const { selector = {} } = spec ?? {}
    const asks = Object.keys(selector).length > 0
    return asks && mayShare(metadata.namespace, namespace) && matchesLabels(selector, labels)
  })
  const side = (direction: PolicyType, open: string, closed: string): string => {
    const policies = policiesOn(pod, scene, direction).map(titleOf)
    return policies.length === 0 ? open : `${closed} ${listed(policies)}.`
  }
  if (pod.spec.hostNetwork === true)
    return ['It shares the network of its node, so NetworkPolicies don’t select it.']
  return [
    services.length === 0
      ? `No Service ${scene.where} leads to its Pods.`
      : `Reached through ${listed(services.map(titleOf))}.`,
    side('Ingress', 'No policy limits who may connect.', 'Who may connect is limited by'),
    side('Egress', 'No policy limits where it connects to.', 'Where it connects to is limited by')
  ]
}

function sliceTraffic({ metadata, endpoints = [] }: EndpointSlice): string[] {
  const service = metadata.labels?.[serviceNameLabel]
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length
  return [
    service === undefined
      ? `Belongs to no Service: the label \`${serviceNameLabel}\` is missing.`
      : `${ready} of its ${endpoints.length} endpoints get traffic for Service \`${service}\`.`
  ]
}

function poolTraffic({ metadata, spec }: KubeObject, scene: Scene): string[] {
  const ranges = itemsOf(recordOf(spec).addresses).map(range => `\`${String(range)}\``)
  const adverts = ['L2Advertisement', 'BGPAdvertisement']
    .flatMap(kind => scene.all(`metallb.io/${kind}`))
    .filter(advert => {
      const own = recordOf(advert.spec)
      const names = itemsOf(own.ipAddressPools)
      const isForAll = names.length === 0 && own.ipAddressPoolSelectors === undefined
      return (
        mayShare(advert.metadata.namespace, metadata.namespace) &&
        (isForAll || names.includes(metadata.name))
      )
    })
  const waiting = (scene.all('/Service') as readonly Service[]).filter(
    one => one.spec?.type === 'LoadBalancer'
  )
  return [
    `Gives ${ranges.join(', ') || 'no addresses'} to Services of type LoadBalancer.`,
    ...(scene.isCluster
      ? []
      : [
          adverts.length === 0
            ? `No advertisement ${scene.where} announces it, so nobody finds these addresses.`
            : `Announced by ${listed(adverts.map(titleOf))}.`
        ]),
    ...(waiting.length > 0 ? [`Such Services: ${listed(waiting.map(titleOf))}.`] : [])
  ]
}

function namespaceTraffic({ metadata }: KubeObject, scene: Scene): string[] {
  const inside = (object: KubeObject): boolean => object.metadata.namespace === metadata.name
  const policies = scene.all('networking.k8s.io/NetworkPolicy').filter(inside)
  const pods = scene.pods.filter(({ namespace }) => namespace === metadata.name)
  return [
    pods.length === 0
      ? `Nothing ${scene.where} runs in it.`
      : `Holds ${listed(pods.map(({ title }) => title))}.`,
    policies.length === 0
      ? `No NetworkPolicy ${scene.where} is in it, so its Pods are open to all others.`
      : `Its policies: ${listed(policies.map(titleOf))}.`
  ]
}
