import type { NetworkPolicy, Service } from '../../model/kinds.ts'
import { matchesLabels } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { blockOf, policyRulesOf } from '../shared/policy-places.ts'
import { servicesBeside } from '../shared/service-port.ts'
import { podsOfSelector } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/one-family-only',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'dual-stack'],
  what: 'A rule for all addresses is for one family, and the Pods serve both.',
  why: 'The range 0.0.0.0/0 is every IPv4 address and no IPv6 address. Clients of a dual-stack Service that come by the other family are dropped.',
  todo: 'Add the range of the other family: 0.0.0.0/0 and ::/0.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  ipFamilyPolicy: RequireDualStack
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  ipFamilyPolicy: RequireDualStack
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: "::/0" } }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/']
  },

  check({ manifest, workspace, report }) {
    const selector = manifest.object.spec?.podSelector
    if (manifest.partial || !selector) return
    const rules = policyRulesOf(manifest.object).filter(({ direction }) => direction === 'ingress')
    const families = new Set(
      rules.flatMap(({ peers }) => peers.flatMap(peer => blockOf(peer)?.family ?? []))
    )
    if (families.size !== 1) return
    const [rule] = rules.filter(({ peers }) => peers.some(peer => blockOf(peer)?.bits === 0))
    const i = rule?.peers.findIndex(peer => blockOf(peer)?.bits === 0) ?? -1
    if (!rule || i < 0) return
    const pods = podsOfSelector(workspace, manifest, selector)
    const service = servicesBeside(workspace, manifest).find(
      ({ object: { spec } }) =>
        isDualStack(spec) && pods.some(pod => matchesLabels(spec?.selector ?? {}, pod.labels))
    )
    if (!service) return
    const other = families.has('IPv4') ? '::/0' : '0.0.0.0/0'
    report({
      at: [...rule.peersAt, i, 'ipBlock', 'cidr'],
      part: 'value',
      message: `${describeManifest(service)} has both address families, and ${other} is missing.`,
      related: [
        { manifest: service, at: ['spec', 'ipFamilyPolicy'], message: 'It asks for both here.' }
      ],
      fixes: [
        {
          title: `Add ${other}`,
          safe: false,
          preferred: true,
          change: edit => edit.append(rule.peersAt, { ipBlock: { cidr: other } })
        }
      ]
    })
  }
})

/** What is only preferred may turn out to be one family. */
function isDualStack(spec: Service['spec']): boolean {
  return (
    Object.keys(spec?.selector ?? {}).length > 0 &&
    (spec?.ipFamilyPolicy === 'RequireDualStack' || (spec?.ipFamilies ?? []).length === 2)
  )
}
