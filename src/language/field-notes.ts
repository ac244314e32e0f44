/** What fields do to traffic, in our own words, by kind and path; `[]` stands for any item of a list. */
export const fieldNotes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  NetworkPolicy: {
    '': 'Once a policy selects a Pod for a direction, only what some policy allows passes in that direction. Policies add up; none of them denies.',
    'spec.podSelector':
      'The Pods of this namespace that the policy holds for. Empty selects all of them. An unselected Pod stays open.',
    'spec.policyTypes':
      'The directions in which the selected Pods are isolated. Rules of a direction that is not named here do nothing.',
    'spec.ingress': 'Who may connect to the selected Pods. An empty list lets nobody in.',
    'spec.egress':
      'Where the selected Pods may connect to. An empty list lets nothing out, not even questions to DNS.',
    'spec.ingress[].from':
      'Peers; one that fits is enough. Absent or empty means everybody. Selectors in one item have to fit both.',
    'spec.egress[].to':
      'Peers; one that fits is enough. Absent or empty means everywhere. Selectors in one item have to fit both.',
    'spec.ingress[].from[].namespaceSelector':
      'All Pods of the namespaces with these labels, or with a podSelector in the same item only those of its Pods.',
    'spec.egress[].to[].namespaceSelector':
      'All Pods of the namespaces with these labels, or with a podSelector in the same item only those of its Pods.',
    'spec.ingress[].from[].podSelector':
      'Pods with these labels; without a namespaceSelector in the same item only those of the namespace of the policy.',
    'spec.egress[].to[].podSelector':
      'Pods with these labels; without a namespaceSelector in the same item only those of the namespace of the policy.',
    'spec.ingress[].ports':
      'Ports of the selected Pods, not of a Service. Absent means every port.',
    'spec.egress[].ports':
      'Ports of the Pods that are connected to, not of a Service. Absent means every port.',
    'spec.ingress[].ports[].port':
      'The port on which the container listens, by number or by its name.',
    'spec.egress[].ports[].port':
      'The port on which the other side listens, by number or by its name.'
  },
  Service: {
    '': 'One stable name and address for a changing set of Pods.',
    'spec.selector':
      'Pods with all of these labels get the traffic, as long as they are ready. Without a selector you provide the EndpointSlices.',
    'spec.ports[].port':
      'The port that clients use, together with the name or address of the Service.',
    'spec.ports[].targetPort':
      'The port of the Pods, by number or by the name that a container gives it. Without it the same as port.',
    'spec.ports[].nodePort':
      'The port on the address of every node, for types NodePort and LoadBalancer.',
    'spec.clusterIP':
      'The address of the Service. `None` makes it headless: DNS answers with the addresses of the Pods.',
    'spec.type':
      'How far the Service reaches: in the cluster, on every node, or through a load balancer; ExternalName is a DNS alias only.',
    'spec.externalTrafficPolicy':
      'Local keeps the address of the client and sends only to Pods on the node that received the traffic.'
  },
  Ingress: {
    '': 'HTTP routes by host and path to Services. It does nothing without a controller of its class. It has no weights.',
    'spec.ingressClassName': 'The class, and with it the controller, that serves this Ingress.',
    'spec.rules[].host':
      'The host of the request; `*.` in front stands for one label. Absent means every host.',
    'spec.rules[].http.paths[].pathType':
      'Prefix compares whole parts between slashes, Exact the whole path; ImplementationSpecific is up to the controller.',
    'spec.rules[].http.paths[].backend.service.port':
      'The port of the Service, not of the container.'
  },
  HTTPRoute: {
    '': 'HTTP routes from the listeners of Gateways to Services, with weights, headers and filters.',
    'spec.parentRefs': 'The Gateways to attach to; they have to allow routes of this namespace.',
    'spec.parentRefs[].sectionName':
      'One listener by its name. Absent means all listeners that allow the route.',
    'spec.hostnames': 'Hosts of the requests; they have to intersect the hostname of the listener.',
    'spec.rules[].backendRefs[].weight':
      'Share of the requests: weight divided by the sum of the weights of the rule. 1 when absent, 0 gets none.',
    'spec.rules[].backendRefs[].namespace': 'Another namespace has to allow it by a ReferenceGrant.'
  },
  Gateway: {
    '': 'Where traffic enters: addresses and listeners that a controller of the class provides.',
    'spec.listeners[].allowedRoutes':
      'Which routes may attach; routes of the own namespace only when absent.',
    'spec.listeners[].hostname': 'Hosts that the listener is for. Routes need a hostname that fits.'
  },
  EndpointSlice: {
    '': 'Addresses that belong to a Service, named by its label kubernetes.io/service-name.',
    'endpoints[].conditions.ready': 'Only ready endpoints get traffic; absent means ready.'
  },
  ReferenceGrant: {
    '': 'Lets objects of other namespaces refer to objects of this one.'
  }
}
