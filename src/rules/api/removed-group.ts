import { defineRule } from '../define-rule.ts'

interface Successor {
  /** Who served the types. */
  readonly project: string
  readonly types: readonly string[]
  /** What took their place, as a sentence goes on: “use …”. */
  readonly instead: string
}

const successors: readonly Successor[] = [
  {
    project: 'Istio',
    types: ['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding'].map(
      kind => `rbac.istio.io/v1alpha1/${kind}`
    ),
    instead: 'AuthorizationPolicy of security.istio.io/v1'
  },
  {
    project: 'Istio',
    types: ['Policy', 'MeshPolicy'].map(kind => `authentication.istio.io/v1alpha1/${kind}`),
    instead: 'PeerAuthentication and RequestAuthentication of security.istio.io/v1'
  },
  {
    project: 'The Gateway API',
    types: [
      'GatewayClass',
      'Gateway',
      'HTTPRoute',
      'TCPRoute',
      'TLSRoute',
      'UDPRoute',
      'BackendPolicy'
    ].map(kind => `networking.x-k8s.io/v1alpha1/${kind}`),
    instead:
      'gateway.networking.k8s.io/v1, where listeners have allowedRoutes and routes parentRefs'
  },
  {
    project: 'Submariner',
    types: ['ServiceExport', 'ServiceImport'].map(
      kind => `lighthouse.submariner.io/v2alpha1/${kind}`
    ),
    instead: 'multicluster.x-k8s.io/v1alpha1'
  },
  {
    project: 'kind',
    types: [
      'kind.sigs.k8s.io/v1alpha1/Config',
      'kind.sigs.k8s.io/v1alpha2/Config',
      'kind.sigs.k8s.io/v1alpha3/Cluster'
    ],
    instead: 'kind.x-k8s.io/v1alpha4 with kind: Cluster'
  },
  {
    project: 'cert-manager',
    types: ['Certificate', 'Issuer', 'ClusterIssuer'].map(
      kind => `certmanager.k8s.io/v1alpha1/${kind}`
    ),
    instead: 'cert-manager.io/v1'
  },
  {
    project: 'Multus',
    types: ['kubernetes.cni.cncf.io/v1/Network'],
    instead: 'NetworkAttachmentDefinition of k8s.cni.cncf.io/v1'
  }
]

const byType = new Map(successors.flatMap(one => one.types.map(type => [type, one] as const)))

export default defineRule({
  id: 'api/removed-group',
  appliesTo: [...byType.keys()],
  scope: 'manifest',
  severity: 'error',
  tags: ['api', 'deprecation'],
  what: 'The type is of a group that its project has given up.',
  why: 'No version that is still maintained brings the type: the API server, or the program that reads the file, answers that it knows no such kind, and where an old definition is left over, nobody acts on the object.',
  todo: 'Write the object anew as the type that took its place.',
  docs: {
    bad: `apiVersion: authentication.istio.io/v1alpha1
kind: Policy
metadata: { name: default, namespace: shop }
spec: { peers: [{ mtls: {} }] }
`,
    good: `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
`,
    see: [
      'https://istio.io/latest/news/releases/1.6.x/announcing-1.6/upgrade-notes/',
      'https://gateway-api.sigs.k8s.io/guides/'
    ]
  },

  check({ manifest, report }) {
    const successor = byType.get(manifest.key)
    if (!successor) return
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${successor.project} has given up ${manifest.object.apiVersion} ${manifest.object.kind}; use ${successor.instead}.`
    })
  }
})
