import type { Resource } from './registry.ts'
import type { ResourcePath } from './route.ts'
import { notSimulated } from './status.ts'

/** Kinds with which something happens, or of which a real cluster too only keeps the object. */
const living = new Set([
  'k8s.cni.cncf.io/network-attachment-definitions',
  'metallb.io/ipaddresspools',
  'multicluster.x-k8s.io/serviceexports',
  'multicluster.x-k8s.io/serviceimports',
  'networking.istio.io/destinationrules',
  'networking.istio.io/virtualservices',
  'security.istio.io/authorizationpolicies',
  'security.istio.io/peerauthentications',
  'traefik.io/ingressroutes',
  'traefik.io/traefikservices',
  '/configmaps',
  '/endpoints',
  '/events',
  '/namespaces',
  '/nodes',
  '/pods',
  '/secrets',
  '/serviceaccounts',
  '/services',
  'apps/controllerrevisions',
  'apps/daemonsets',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'batch/jobs',
  'coordination.k8s.io/leases',
  'discovery.k8s.io/endpointslices',
  'gateway.networking.k8s.io/gatewayclasses',
  'gateway.networking.k8s.io/gateways',
  'gateway.networking.k8s.io/httproutes',
  'gateway.networking.k8s.io/referencegrants',
  'networking.k8s.io/ingressclasses',
  'networking.k8s.io/ingresses',
  'networking.k8s.io/networkpolicies'
])

/** Kinds of which a part is played. */
const halfLiving: Readonly<Record<string, string | undefined>> = {
  'gateway.networking.k8s.io/grpcroutes':
    'the practice cluster tells whether this GRPCRoute is accepted, and carries no gRPC',
  'metallb.io/l2advertisements':
    'the practice cluster keeps this L2Advertisement as an object: addresses are announced to nobody',
  'metallb.io/bgpadvertisements':
    'the practice cluster keeps this BGPAdvertisement as an object: addresses are announced to nobody',
  'metallb.io/bgppeers':
    'the practice cluster keeps this BGPPeer as an object: addresses are announced to nobody'
}

const refused: Readonly<Record<string, string>> = {
  'apiextensions.k8s.io/customresourcedefinitions':
    'The practice cluster serves a fixed set of kinds, so a CustomResourceDefinition adds none. Use a real cluster, ' +
    'such as one of kind or minikube.',
  'apiregistration.k8s.io/apiservices':
    'The practice cluster asks no other API server, so an APIService adds nothing. Use a real cluster.',
  'admissionregistration.k8s.io/validatingwebhookconfigurations':
    'The practice cluster calls no webhooks. Use a real cluster.',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations':
    'The practice cluster calls no webhooks. Use a real cluster.'
}

/**
 * What a client is told that creates an object of which the practice cluster makes nothing.
 */
export function inertWarnings(resource: Resource): readonly string[] {
  if (living.has(resource.key)) return []
  const partly = halfLiving[resource.key]
  if (partly !== undefined) return [partly]
  return [
    `the practice cluster keeps this ${resource.kind} as an object, and no controller acts on it`
  ]
}

/** What a client is told on every request for a kind that has had its day. */
export function deprecationWarnings({ key }: Resource): readonly string[] {
  return key === '/endpoints'
    ? ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice']
    : []
}

/** Paths that kubectl asks for and that aren't served, with the reason. */
const unserved: Readonly<Record<string, string>> = {
  'autoscaling/v1/horizontalpodautoscalers':
    'The practice cluster measures no load, so nothing is scaled by itself. Use kubectl scale.'
}

/** @throws ApiError 501 for a path whose absence has a reason */
export function checkNotUnserved({ group, version, plural }: ResourcePath): void {
  const sentence = unserved[`${group}/${version}/${plural}`]
  if (sentence !== undefined) throw notSimulated(sentence)
}

/** @throws ApiError 501 for kinds that would promise what can't be kept */
export function checkNotRefused(resource: Resource): void {
  const sentence = refused[resource.key]
  if (sentence !== undefined) throw notSimulated(sentence)
}
