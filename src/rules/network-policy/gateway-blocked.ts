import type { FieldPath } from '../../base/field-path.ts'
import { targetPortOf } from '../../model/int-or-string.ts'
import type { Service } from '../../model/kinds.ts'
import { isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import { namespaceLabels } from '../shared/namespace-labels.ts'
import { hasForeignPolicies } from '../shared/other-policies.ts'
import { mayCoverPort, policiesOn, rulesOf } from '../shared/policy-admission.ts'
import type { RulePlace } from '../shared/policy-places.ts'
import { gatewayParentsOf, routeKeys, serviceBackendsOf, type Route } from '../shared/routes.ts'
import { servicesNamed } from '../shared/service-port.ts'
import { podsOfService } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Route>({
  id: 'network-policy/gateway-blocked',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['network-policy', 'gateway-api', 'namespace'],
  what: 'The Pods behind a route do not let in the namespace of its Gateway.',
  why: 'Requests come from the Pods of the Gateway, most often in its own namespace. A policy that lets in other Pods only makes every request of the route time out.',
  todo: 'Let in the namespace in which the Pods of the Gateway run; if they run elsewhere, let in that one.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: own-namespace, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: {} }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: own-namespace-and-gateway, namespace: shop }
spec:
  podSelector: {}
  ingress:
    - from:
        - podSelector: {}
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    const parent = gatewayParentsOf(manifest.object).find(
      one => one.parent.namespace !== undefined && one.parent.namespace !== manifest.namespace
    )
    const gateway = parent?.parent.namespace
    if (gateway === undefined || manifest.partial || manifest.namespace === undefined) return
    if (hasForeignPolicies(workspace)) return
    for (const { backend, at } of serviceBackendsOf(manifest.object)) {
      const { name, port, namespace = manifest.namespace } = backend
      const [service, another] = servicesNamed(workspace, { namespace }, name)
      if (!service || another) continue
      if (blockedAt({ workspace, service, gateway, port }, at, report)) return
    }
  }
})

interface Question {
  readonly workspace: WorkspaceView
  readonly service: Manifest<Service>
  readonly gateway: string
  readonly port: number | undefined
}

function blockedAt(
  { workspace, service, gateway, port }: Question,
  at: FieldPath,
  report: (report: Report) => void
): boolean {
  const { selector = {}, ports = [] } = service.object.spec ?? {}
  const [pod] =
    Object.keys(selector).length === 0 ? [] : podsOfService(workspace, service, selector)
  const own = ports.find(one => one.port === port)
  if (!pod || !own) return false
  const policies = policiesOn(workspace, pod, 'ingress')
  const [policy] = policies
  const target = targetPortOf(own)
  const isOpen = rulesOf(policies, 'ingress').some(
    rule => mayCoverPort(rule, target) && mayLetIn(workspace, rule, gateway)
  )
  if (!policy || isOpen) return false
  report({
    at: [...at, 'name'],
    part: 'value',
    message: `${describeManifest(policy)} lets nobody of namespace ${gateway} into the Pods of this Service.`,
    related: [{ manifest: policy, at: ['spec', 'podSelector'], message: 'The policy is here.' }]
  })
  return true
}

/** Whether a rule can be meant for Pods of a namespace; labels that are not known may fit. */
function mayLetIn(workspace: WorkspaceView, { peers }: RulePlace, namespace: string): boolean {
  if (peers.length === 0) return true
  const isHere = workspace.all('v1/Namespace').some(({ name }) => name === namespace)
  const labels = namespaceLabels(workspace, namespace)
  return peers.some(({ namespaceSelector: selector, ipBlock }) => {
    if (ipBlock !== undefined) return true
    if (!selector) return false
    if (isEmptySelector(selector) || selects(selector, labels)) return true
    const keys = [
      ...Object.keys(selector.matchLabels ?? {}),
      ...(selector.matchExpressions ?? []).map(({ key }) => key)
    ]
    return !isHere && keys.some(key => !(key in labels))
  })
}
