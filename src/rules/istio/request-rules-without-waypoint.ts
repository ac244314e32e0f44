import { defineRule } from '../define-rule.ts'
import { ambientNamespace, ambientNamespaceOf } from '../shared/ambient.ts'
import { securityKeys, specOf } from '../shared/istio.ts'

const policy = (target: string): string => `${ambientNamespace}---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
${target}  rules:
    - to: [{ operation: { methods: [GET] } }]
`

const ofRequests = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths']

export default defineRule({
  id: 'istio/request-rules-without-waypoint',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'ambient', 'policy'],
  what: 'In ambient mode a policy speaks of requests and of no waypoint.',
  why: 'Without `targetRefs` the policy is for ztunnel, which sees connections and no requests. It leaves such a rule out of what it allows, so the traffic is refused.',
  todo: 'Name the waypoint, or the Service behind it, in `targetRefs`, and take the selector away.',
  docs: {
    bad: policy('  selector: { matchLabels: { app: web } }\n'),
    good: policy('  targetRefs: [{ group: "", kind: Service, name: web }]\n'),
    see: ['https://istio.io/latest/docs/ambient/usage/l7-features/']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    if (manifest.partial || spec.get('targetRefs').isThere || spec.get('targetRef').isThere) return
    // A rule that denies is widened instead, which closes more and never less.
    if ((spec.get('action').text ?? 'ALLOW') !== 'ALLOW') return
    if (!ambientNamespaceOf(workspace, manifest)) return
    for (const rule of spec.get('rules').items)
      for (const to of rule.get('to').items)
        for (const key of ofRequests) {
          const field = to.get('operation', key)
          if (field.items.length > 0)
            report({ at: field.at, message: `ztunnel knows no \`${key}\`.` })
        }
  }
})
