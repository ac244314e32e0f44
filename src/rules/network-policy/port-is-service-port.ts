import type { FieldPath } from '../../base/field-path.ts'
import type { IntOrString } from '../../model/int-or-string.ts'
import { targetPortOf } from '../../model/int-or-string.ts'
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  Service
} from '../../model/kinds.ts'
import { matchesLabels } from '../../model/selector.ts'
import { declaredPortsOf, resolvePort } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, mayShareNamespace, type Manifest } from '../manifest.ts'
import { podsOfSelector, type PodSource } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/port-is-service-port',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'ports'],
  what: 'The port is that of a Service; a policy sees the port of the Pod.',
  why: 'A Service translates its port to the targetPort before the policy is asked, so a rule for the port of the Service never matches and the traffic is dropped.',
  todo: 'Write the port on which the container listens, by number or by its name.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - ports: [{ port: 8080 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const { port, at, pods } of placesOf(workspace, manifest)) {
      if (typeof port.port !== 'number' || port.endPort !== undefined || pods.length === 0) continue
      const number = port.port
      if (pods.some(pod => declaredPortsOf(pod.spec).some(one => one.containerPort === number)))
        continue
      const behind = serviceBehind(workspace, pods, number, port.protocol ?? 'TCP')
      if (!behind) continue
      report({
        at: [...at, 'port'],
        part: 'value',
        message: `${number} is the port of ${describeManifest(behind.service)}; its Pods listen on ${behind.target}.`,
        related: [
          {
            manifest: behind.service,
            at: ['spec', 'ports'],
            message: 'The Service translates the port here.'
          }
        ],
        fixes: [
          {
            title: `Use the Pod's port ${behind.target}`,
            safe: false,
            preferred: true,
            change: edit => edit.set([...at, 'port'], behind.target)
          }
        ]
      })
    }
  }
})

interface PortPlace {
  readonly port: NetworkPolicyPort
  readonly at: FieldPath
  /** The Pods that would receive the traffic. */
  readonly pods: readonly PodSource[]
}

function placesOf(workspace: WorkspaceView, manifest: Manifest<NetworkPolicy>): PortPlace[] {
  const { podSelector = {}, ingress = [], egress = [] } = manifest.object.spec ?? {}
  const own = podsOfSelector(workspace, manifest, podSelector)
  return [
    ...ingress.flatMap((rule, i) =>
      (rule.ports ?? []).map((port, j) => ({
        port,
        at: ['spec', 'ingress', i, 'ports', j],
        pods: own
      }))
    ),
    ...egress.flatMap((rule, i) => {
      // Only peers of the own namespace, or of one by its name, tell for certain which Pods are meant.
      const peers = rule.to ?? []
      const places = peers.map(peer => namespaceOf(peer, manifest))
      const pods = places.some(place => place === undefined)
        ? []
        : peers.flatMap((peer, k) =>
            podsOfSelector(workspace, places[k] ?? manifest, peer.podSelector ?? {})
          )
      return (rule.ports ?? []).map((port, j) => ({
        port,
        at: ['spec', 'egress', i, 'ports', j],
        pods
      }))
    })
  ]
}

/** The one namespace in which the Pods of a peer are. */
function namespaceOf(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  { namespace }: Manifest
): Pick<Manifest, 'namespace'> | undefined {
  if (ipBlock) return undefined
  if (!namespaceSelector) return podSelector && { namespace }
  const { matchLabels = {}, matchExpressions } = namespaceSelector
  const name = matchLabels['kubernetes.io/metadata.name']
  return name === undefined || matchExpressions || Object.keys(matchLabels).length > 1
    ? undefined
    : { namespace: name }
}

function serviceBehind(
  workspace: WorkspaceView,
  pods: readonly PodSource[],
  number: number,
  protocol: 'TCP' | 'UDP' | 'SCTP'
): { readonly service: Manifest; readonly target: IntOrString } | undefined {
  for (const service of workspace.all('v1/Service') as readonly Manifest<Service>[]) {
    const { selector, ports = [] } = service.object.spec ?? {}
    if (!selector || Object.keys(selector).length === 0) continue
    const port = ports.find(one => one.port === number && (one.protocol ?? 'TCP') === protocol)
    if (!port) continue
    const target = targetPortOf(port)
    const behind = pods.filter(
      pod => mayShareNamespace(pod, service) && matchesLabels(selector, pod.labels)
    )
    const [first] = behind
    if (!first || behind.length !== pods.length) continue
    if (resolvePort(first.spec, target, protocol) !== number) return { service, target }
  }
  return undefined
}
