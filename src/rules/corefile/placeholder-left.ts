import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { rangeInText } from '../shared/text-range.ts'

/** Texts that `sed` is to replace before the manifest of NodeLocal DNSCache is applied. */
const placeholders = /__PILLAR__(?:LOCAL__DNS|DNS__DOMAIN|DNS__SERVER)__/

export default defineRule<ConfigMap>({
  id: 'corefile/placeholder-left',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A placeholder of the manifest of NodeLocal DNSCache was not replaced.',
  why: 'The cache on the node replaces only the placeholders for its upstream servers by itself. With the others it serves a zone and binds an address that do not exist, and does not start.',
  todo: 'Put in the local address, the domain of the cluster and the address of its DNS Service, as the page of NodeLocal DNSCache says.',
  docs: {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: node-local-dns, namespace: kube-system }
data:
  Corefile: |
    __PILLAR__DNS__DOMAIN__:53 {
      errors
      cache 30
      bind 169.254.20.10
      forward . __PILLAR__CLUSTER__DNS__
    }
`,
    good: `apiVersion: v1
kind: ConfigMap
metadata: { name: node-local-dns, namespace: kube-system }
data:
  Corefile: |
    cluster.local:53 {
      errors
      cache 30
      bind 169.254.20.10
      forward . __PILLAR__CLUSTER__DNS__
    }
`,
    see: ['https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/']
  },

  check({ manifest, report }) {
    const text: unknown = manifest.object.data?.Corefile
    if (typeof text !== 'string') return
    const match = placeholders.exec(text)
    if (!match) return
    const part = { start: match.index, end: match.index + match[0].length }
    report({
      at: ['data', 'Corefile'],
      part: 'value',
      range: one => rangeInText(one, ['data', 'Corefile'], text, part),
      message: `${match[0]} stands for a value of your cluster.`
    })
  }
})
