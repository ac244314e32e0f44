import { enhancement, type KindNotes } from './note.ts'

const portRange = {
  text: 'The last port of a range that begins at `port`, which then has to be a number.',
  source: enhancement('network', '2079-network-policy-port-range')
}
const nameLabel = {
  text: 'The label that every namespace has, with its name. Nobody can forget to set it.',
  source: enhancement('api-machinery', '2161-apiserver-default-labels')
}
const ipBlock =
  'Addresses outside of the cluster. Those of Pods and Services change, and a policy sees them only after translation.'

/** What the fields of Kubernetes' own kinds do to traffic. */
export const kubernetesNotes: Readonly<Record<string, KindNotes>> = {
  'networking.k8s.io/NetworkPolicy': {
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
      'The port on which the other side listens, by number or by its name.',
    'spec.ingress[].ports[].protocol': 'TCP when absent. DNS needs UDP and TCP.',
    'spec.egress[].ports[].protocol': 'TCP when absent. DNS needs UDP and TCP.',
    'spec.ingress[].ports[].endPort': portRange,
    'spec.egress[].ports[].endPort': portRange,
    'spec.ingress[].from[].ipBlock': ipBlock,
    'spec.egress[].to[].ipBlock': ipBlock,
    'spec.ingress[].from[].ipBlock.except':
      'Ranges inside cidr that don’t count. What they hold is not denied: another rule may allow it.',
    'spec.egress[].to[].ipBlock.except':
      'Ranges inside cidr that don’t count. What they hold is not denied: another rule may allow it.',
    'spec.ingress[].from[].namespaceSelector.matchLabels.kubernetes.io/metadata.name': nameLabel,
    'spec.egress[].to[].namespaceSelector.matchLabels.kubernetes.io/metadata.name': nameLabel
  },
  '/Service': {
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
      'Local keeps the address of the client and sends only to Pods on the node that received the traffic.',
    'spec.internalTrafficPolicy': {
      text: 'Local sends traffic from inside the cluster only to Pods on the same node; with none there it is dropped.',
      source: enhancement('network', '2086-service-internal-traffic-policy')
    },
    'spec.trafficDistribution': {
      text: 'Asks to prefer endpoints that are near, such as those of the same zone. Others take over when there are none.',
      source: enhancement('network', '4444-service-traffic-distribution')
    },
    'spec.ipFamilyPolicy': {
      text: 'Whether the Service gets one address or one of each family. RequireDualStack fails where the cluster has one family only.',
      source: enhancement('network', '563-dual-stack')
    },
    'spec.ipFamilies': {
      text: 'Families of the addresses in their order; the first can’t be changed later.',
      source: enhancement('network', '563-dual-stack')
    },
    'spec.loadBalancerClass': {
      text: 'Which load balancer serves this Service; the one that has no class of its own leaves it alone.',
      source: enhancement('cloud-provider', '1959-service-lb-class-field')
    },
    'spec.allocateLoadBalancerNodePorts': {
      text: 'False takes no port on the nodes, for load balancers that send to Pods directly.',
      source: enhancement('network', '1864-disable-lb-node-ports')
    },
    'spec.ports[].appProtocol': {
      text: 'What is spoken on the port, for those who route by it, such as `kubernetes.io/h2c` or `kubernetes.io/ws`.',
      source: enhancement('network', '1507-app-protocol')
    },
    'spec.ports[].protocol':
      'TCP when absent. One port number can serve UDP and TCP in two entries.',
    'spec.ports[].name':
      'Needed as soon as there are several ports. Routes and DNS (SRV) can speak of it.',
    'spec.sessionAffinity':
      'ClientIP sends a client to the same Pod for as long as `sessionAffinityConfig` says.',
    'spec.publishNotReadyAddresses':
      'Pods count as ready from their start, as members of a StatefulSet need it to find each other.',
    'spec.externalName':
      'The name that DNS answers with. No port is changed and nothing is proxied.',
    'spec.externalIPs':
      'Addresses whose traffic the nodes take for this Service. Nobody checks that they are yours.',
    'spec.loadBalancerSourceRanges':
      'Clients from elsewhere are dropped, where the load balancer supports it.'
  },
  '/Namespace': {
    '': 'A room for names. It is no wall: without a NetworkPolicy its Pods can be reached from everywhere.',
    'metadata.labels': 'Policies and Gateways select namespaces by these.'
  },
  'networking.k8s.io/IngressClass': {
    '': 'Names the controller that serves the Ingresses of this class.'
  },
  'networking.k8s.io/Ingress': {
    '': 'HTTP routes by host and path to Services. It does nothing without a controller of its class. It has no weights.',
    'spec.defaultBackend': 'Gets every request that no rule matches.',
    'spec.tls': 'Hosts for which TLS ends at the controller. Behind it the traffic is plain.',
    'spec.tls[].hosts': 'They have to be hosts of the rules, and the certificate has to name them.',
    'spec.tls[].secretName': 'A Secret of type kubernetes.io/tls in the same namespace.',
    'spec.rules[].http.paths[].backend.service.name':
      'A Service of the same namespace; there is no way into another one.',
    'spec.ingressClassName': 'The class, and with it the controller, that serves this Ingress.',
    'spec.rules[].host':
      'The host of the request; `*.` in front stands for one label. Absent means every host.',
    'spec.rules[].http.paths[].pathType': {
      text: 'Prefix compares whole parts between slashes, Exact the whole path; ImplementationSpecific is up to the controller.',
      source: enhancement('network', '1453-ingress-api')
    },
    'spec.rules[].http.paths[].backend.service.port':
      'The port of the Service, not of the container.'
  },
  'discovery.k8s.io/EndpointSlice': {
    '': 'Addresses that belong to a Service, named by its label kubernetes.io/service-name.',
    addressType: 'One slice holds addresses of one family.',
    ports: 'The ports of the Pods behind the Service, with the names that the Service gives them.',
    'endpoints[].conditions.ready': 'Only ready endpoints get traffic; absent means ready.',
    'endpoints[].conditions.serving': {
      text: 'Ready, whether or not the Pod is on its way out. Used when every endpoint is terminating.',
      source: enhancement('network', '1672-tracking-terminating-endpoints')
    },
    'endpoints[].hints.forZones': {
      text: 'Zones whose clients are to prefer this endpoint.',
      source: enhancement('network', '2433-topology-aware-hints')
    }
  }
}
