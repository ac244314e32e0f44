import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { calicoKeys } from '../shared/calico.ts'

const policy = (forward: string): string => `apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: { name: node-ports }
spec:
  selector: has(node)
  preDNAT: true
${forward}  types: [Ingress]
  ingress: [{ action: Deny, protocol: TCP, destination: { ports: ["30000:32767"] } }]
`

export default defineRule({
  id: 'calico/pre-dnat',
  appliesTo: calicoKeys('GlobalNetworkPolicy'),
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'policy'],
  what: 'A policy that comes before the cluster has translated addresses contradicts itself.',
  why: 'Such a policy holds for what comes in and is forwarded. Calico refuses one with egress, with both `preDNAT` and `doNotTrack`, or without `applyOnForward`.',
  todo: 'Set `applyOnForward: true`, and keep one of the two to `types: [Ingress]`.',
  docs: {
    bad: policy(''),
    good: policy('  applyOnForward: true\n'),
    see: ['https://docs.tigera.io/calico/latest/network-policy/services/kubernetes-node-ports']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const spec = new Field(manifest.object).get('spec')
    const is = (key: string): boolean => spec.get(key).value === true
    if (!is('preDNAT') && !is('doNotTrack')) return
    const first = spec.get(is('preDNAT') ? 'preDNAT' : 'doNotTrack')
    if (is('preDNAT') && is('doNotTrack'))
      report({ at: spec.get('doNotTrack').at, message: '`preDNAT` and `doNotTrack` are both set.' })
    if (is('preDNAT') && spec.get('egress').items.length > 0)
      report({ at: spec.get('egress').at, message: 'With `preDNAT` there can be no egress.' })
    if (!is('applyOnForward'))
      report({
        at: first.at,
        message: `\`${String(first.at.at(-1))}\` needs \`applyOnForward: true\`.`,
        fixes: [
          {
            title: 'Set `applyOnForward: true`',
            safe: true,
            preferred: true,
            change: edit => edit.set(spec.get('applyOnForward').at, true)
          }
        ]
      })
  }
})
