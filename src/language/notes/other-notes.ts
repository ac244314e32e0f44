import type { KindNotes } from './note.ts'

/** What the fields of the Gateway API and of other projects do to traffic. */
export const otherNotes: Readonly<Record<string, KindNotes>> = {
  'gateway.networking.k8s.io/HTTPRoute': {
    '': 'HTTP routes from the listeners of Gateways to Services, with weights, headers and filters.',
    'spec.parentRefs': 'The Gateways to attach to; they have to allow routes of this namespace.',
    'spec.parentRefs[].sectionName':
      'One listener by its name. Absent means all listeners that allow the route.',
    'spec.hostnames': 'Hosts of the requests; they have to intersect the hostname of the listener.',
    'spec.rules[].matches':
      'One that fits is enough; the parts of one have to hold together. Absent means every path.',
    'spec.rules[].matches[].path.type':
      'PathPrefix compares whole parts between slashes, Exact the whole path.',
    'spec.rules[].matches[].headers': 'All of them have to fit; names don’t care about case.',
    'spec.rules[].filters':
      'What is done to a request before it is sent on: headers, redirects, rewrites, mirrors.',
    'spec.rules[].backendRefs': 'Without any, and without a redirect, the answer is 500 or 404.',
    'spec.rules[].backendRefs[].port': 'The port of the Service, not of the container.',
    'spec.rules[].timeouts.request':
      'The longest time to the end of the answer; then the client gets 504.',
    'spec.rules[].backendRefs[].weight':
      'Share of the requests: weight divided by the sum of the weights of the rule. 1 when absent, 0 gets none.',
    'spec.rules[].backendRefs[].namespace': 'Another namespace has to allow it by a ReferenceGrant.'
  },
  'gateway.networking.k8s.io/GatewayClass': {
    '': 'Names the controller that makes load balancers of the Gateways of this class.'
  },
  'gateway.networking.k8s.io/Gateway': {
    'spec.gatewayClassName': 'The class, and with it the controller, that serves this Gateway.',
    'spec.listeners[].name': 'Routes pick the listener by this name, with sectionName.',
    'spec.listeners[].protocol':
      'HTTP and HTTPS take HTTPRoute and GRPCRoute; TLS takes TLSRoute; TCP and UDP their own routes.',
    'spec.listeners[].tls.mode':
      'Terminate ends TLS at the Gateway; Passthrough leaves it to the backend, so only the server name can route.',
    'spec.listeners[].tls.certificateRefs':
      'Secrets with the certificate. Those of another namespace need a ReferenceGrant there.',
    'spec.listeners[].allowedRoutes.namespaces.from':
      'Same, All, or Selector with labels of namespaces. Routes from elsewhere are not attached.',
    'spec.addresses':
      'Addresses that are asked for; whether they can be had is up to the controller.',
    '': 'Where traffic enters: addresses and listeners that a controller of the class provides.',
    'spec.listeners[].allowedRoutes':
      'Which routes may attach; routes of the own namespace only when absent.',
    'spec.listeners[].hostname': 'Hosts that the listener is for. Routes need a hostname that fits.'
  },
  'gateway.networking.k8s.io/GRPCRoute': {
    '': 'Routes calls of gRPC by service and method from the listeners of Gateways.',
    'spec.parentRefs': 'The Gateways to attach to; they have to allow routes of this namespace.',
    'spec.rules[].matches[].method': 'Service and method of the call; absent means every one.'
  },
  'gateway.networking.k8s.io/TLSRoute': {
    '': 'Routes by the server name of the TLS handshake, without looking inside.'
  },
  'gateway.networking.k8s.io/TCPRoute': { '': 'Sends the connections of a listener to Services.' },
  'gateway.networking.k8s.io/UDPRoute': { '': 'Sends the packets of a listener to Services.' },
  'gateway.networking.k8s.io/ReferenceGrant': {
    '': 'Lets objects of other namespaces refer to objects of this one.',
    'spec.from': 'Who may refer: group, kind and namespace of the objects.',
    'spec.to': 'What may be referred to. Without a name every object of the kind.'
  },
  'gateway.networking.k8s.io/BackendTLSPolicy': {
    '': 'Has Gateways speak TLS to a Service, and says whose certificate they trust.',
    'spec.validation.hostname': 'The name that the certificate of the backend has to carry.'
  },
  'metallb.io/IPAddressPool': {
    '': 'Addresses that MetalLB may give to Services. Nobody finds them before an advertisement names the pool.',
    'spec.addresses': 'CIDRs or ranges from-to, of either family.',
    'spec.autoAssign': 'False keeps the addresses for Services that ask for this pool.',
    'spec.serviceAllocation': 'Which namespaces and Services may have addresses of the pool.'
  },
  'metallb.io/L2Advertisement': {
    '': 'Announces addresses in the local network by ARP and NDP: one node at a time takes the traffic of an address.',
    'spec.ipAddressPools': 'Pools to announce; absent means all of them.',
    'spec.interfaces': 'Network interfaces of the nodes on which answers are given.'
  },
  'metallb.io/BGPAdvertisement': {
    '': 'Announces addresses to routers, which may share the traffic among the nodes.',
    'spec.ipAddressPools': 'Pools to announce; absent means all of them.'
  },
  'metallb.io/BGPPeer': { '': 'A router to which MetalLB announces addresses.' },
  'k8s.cni.cncf.io/NetworkAttachmentDefinition': {
    '': 'A further network for Pods that ask for it by annotation. Services and NetworkPolicies don’t know it.',
    'spec.config': 'Configuration of CNI as JSON in a text.'
  },
  'networking.istio.io/VirtualService': {
    '': 'Tells the proxies of the mesh how to route requests to its hosts.',
    'spec.hosts': 'Names that clients use. A short one belongs to the namespace of this object.',
    'spec.gateways':
      'Where it holds: Gateways by name, and `mesh` for the sidecars. Absent means the mesh.',
    'spec.http': 'The first route whose match fits decides.',
    'spec.http[].route[].weight': 'Share in percent; the weights of a route are to sum to 100.',
    'spec.http[].route[].destination.subset': 'A subset of the DestinationRule for the host.',
    'spec.http[].timeout': 'The longest time to the end of the answer; none when absent.',
    'spec.http[].retries': 'How often a request is sent again. Not every request may be repeated.'
  },
  'networking.istio.io/DestinationRule': {
    '': 'What happens to requests after they are routed: subsets, load balancing, TLS, limits.',
    'spec.host': 'The Service. A short name belongs to the namespace of this object.',
    'spec.subsets[].labels': 'Labels of the Pods of the subset, beside those of the Service.',
    'spec.trafficPolicy.tls.mode': 'ISTIO_MUTUAL is the mTLS of the mesh; DISABLE sends plain text.'
  },
  'security.istio.io/PeerAuthentication': {
    '': 'Whether Pods take plain text besides mTLS of the mesh.',
    'spec.mtls.mode': 'STRICT refuses plain text; PERMISSIVE takes both.'
  },
  'security.istio.io/AuthorizationPolicy': {
    '': 'Who may call which Pods, by identity, path and method.',
    'spec.action':
      'DENY goes before ALLOW. As soon as one ALLOW selects a Pod, the rest is refused.',
    'spec.rules': 'Absent in an ALLOW policy matches nothing, so everything is refused.'
  },
  'traefik.io/IngressRoute': {
    '': 'HTTP routes of Traefik by rules, with middlewares and weights.',
    'spec.entryPoints': 'Ports of Traefik by their names. Absent means all of the default ones.',
    'spec.routes[].match':
      'A rule such as Host(`web.example`) && PathPrefix(`/api`). The longest goes first.'
  },
  'traefik.io/TraefikService': {
    '': 'Divides requests by weight, or mirrors them, among Services.'
  },
  'traefik.io/Middleware': {
    '': 'What Traefik does to a request on its way, for routes that name it.'
  },
  'cilium.io/CiliumNetworkPolicy': {
    '': 'Policies of Cilium: by labels, names of DNS, entities, and HTTP. They add up with NetworkPolicies; deny goes first.',
    'spec.endpointSelector': 'The Pods that the policy holds for.'
  },
  'multicluster.x-k8s.io/ServiceExport': {
    '': 'Makes the Service of the same name known to the other clusters of the set.'
  },
  'multicluster.x-k8s.io/ServiceImport': {
    '': 'A Service of the set of clusters, reached by its name under clusterset.local.'
  },
  'monitoring.coreos.com/ServiceMonitor': {
    '': 'Has Prometheus read metrics of the Pods behind Services.',
    'spec.selector': 'Labels of the Services, not of the Pods.',
    'spec.endpoints[].port': 'The name of a port of the Service.'
  },
  'monitoring.coreos.com/PodMonitor': {
    '': 'Has Prometheus read metrics of Pods without a Service between.'
  },
  'externaldns.k8s.io/DNSEndpoint': { '': 'Records that ExternalDNS writes to a DNS provider.' }
}
