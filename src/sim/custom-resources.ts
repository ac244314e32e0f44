import type { ResourceInfo } from '../api/schema-set.ts'

/** Kinds whose CustomResourceDefinition has no status subresource. */
const withoutStatus = new Set([
  'ReferenceGrant',
  'IngressRoute',
  'Middleware',
  'TraefikService',
  'NetworkAttachmentDefinition',
  'Community'
])

/**
 * Kinds of additions to a cluster that the practice cluster plays or keeps. Where the schemas know a kind,
 * it is validated by them; otherwise every field is taken as it is.
 */
export const customResources: readonly ResourceInfo[] = [
  ...group('gateway.networking.k8s.io', 'v1', [
    ['GatewayClass', 'gatewayclasses', 'gc', 'cluster'],
    ['Gateway', 'gateways', 'gtw'],
    ['HTTPRoute', 'httproutes', ''],
    ['GRPCRoute', 'grpcroutes', ''],
    ['ReferenceGrant', 'referencegrants', 'refgrant']
  ]),
  ...group('metallb.io', 'v1beta1', [
    ['IPAddressPool', 'ipaddresspools', ''],
    ['L2Advertisement', 'l2advertisements', ''],
    ['BGPAdvertisement', 'bgpadvertisements', ''],
    ['BFDProfile', 'bfdprofiles', ''],
    ['Community', 'communities', '']
  ]),
  ...group('metallb.io', 'v1beta2', [['BGPPeer', 'bgppeers', '']]),
  ...group('traefik.io', 'v1alpha1', [
    ['IngressRoute', 'ingressroutes', ''],
    ['Middleware', 'middlewares', ''],
    ['TraefikService', 'traefikservices', '']
  ]),
  ...group('networking.istio.io', 'v1', [
    ['VirtualService', 'virtualservices', 'vs'],
    ['DestinationRule', 'destinationrules', 'dr'],
    ['Gateway', 'gateways', 'gw'],
    ['ServiceEntry', 'serviceentries', 'se']
  ]),
  ...group('security.istio.io', 'v1', [
    ['AuthorizationPolicy', 'authorizationpolicies', 'ap'],
    ['PeerAuthentication', 'peerauthentications', 'pa']
  ]),
  ...group('k8s.cni.cncf.io', 'v1', [
    ['NetworkAttachmentDefinition', 'network-attachment-definitions', 'net-attach-def']
  ]),
  ...group('externaldns.k8s.io', 'v1alpha1', [['DNSEndpoint', 'dnsendpoints', '']]),
  ...group('multicluster.x-k8s.io', 'v1alpha1', [
    ['ServiceExport', 'serviceexports', 'svcex'],
    ['ServiceImport', 'serviceimports', 'svcim']
  ])
]

type Row = readonly [kind: string, plural: string, shortName: string, scope?: 'cluster']

function group(name: string, version: string, rows: readonly Row[]): readonly ResourceInfo[] {
  return rows.map(([kind, plural, shortName, scope]) => ({
    gvk: { group: name, version, kind },
    plural,
    singular: kind.toLowerCase(),
    namespaced: scope !== 'cluster',
    shortNames: shortName === '' ? [] : [shortName],
    verbs: [],
    subresources: withoutStatus.has(kind) ? [] : ['status']
  }))
}
