import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { defineRule } from '../define-rule.ts'
import { clusterDomainsBeside } from '../shared/cluster-domains.ts'
import { commandTextsOf } from '../shared/command-texts.ts'
import { clusterConfiguration } from '../shared/kubeadm.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { rangeInText } from '../shared/text-range.ts'

const manifests = (
  host: string
): string => `${clusterConfiguration('  dnsDomain: lab.internal\n')}---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: registry.example/web:1.0
      env: [{ name: DB, value: ${host} }]
`

/** The domain behind the name of a Service that is written in full. */
const fullName = /\b[a-z0-9-]+\.[a-z0-9-]+\.svc\.([a-z0-9-]+(?:\.[a-z0-9-]+)*)/g

export default defineRule({
  id: 'pod/cluster-domain-differs',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'dns'],
  what: 'The name of a Service ends in another domain than the cluster has.',
  why: 'The DNS of the cluster knows Services under its own domain only; any other name goes to the servers outside, which do not know it.',
  todo: 'Write the domain of the cluster, or end the name with `.svc`, which the search path completes.',
  docs: {
    bad: manifests('db.shop.svc.cluster.local'),
    good: manifests('db.shop.svc.lab.internal'),
    see: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/']
  },
  labs: ['pod-to-pod-across-namespaces'],

  check({ manifest, workspace, report }) {
    const known = clusterDomainsBeside(workspace, manifest)
    const [first] = known
    if (!first || known.some(({ domain }) => domain !== first.domain)) return
    for (const { text, at } of textsOf(manifest.object))
      for (const match of text.matchAll(fullName)) {
        const domain = match[1] ?? ''
        if (domain === first.domain || domain === 'clusterset.local') continue
        const end = match.index + match[0].length
        const start = end - domain.length
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, { start, end }),
          message: `The domain of the cluster is ${first.domain}, not ${domain}.`,
          related: [{ manifest: first.manifest, at: first.at, message: 'It is given here.' }],
          fixes: [
            {
              title: `Set to \`${first.domain}\``,
              safe: false,
              preferred: true,
              change: edit => edit.set(at, text.slice(0, start) + first.domain + text.slice(end))
            }
          ]
        })
        // One fix changes one place of a text at a time.
        break
      }
  }
})

function textsOf(
  object: Parameters<typeof podSpecOf>[0]
): readonly { readonly text: string; readonly at: FieldPath }[] {
  const pod = podSpecOf(object)
  if (!pod) return []
  const values = containersOf(pod.spec, pod.at).flatMap(({ container, at }) =>
    new Field(container.env, [...at, 'env']).items.flatMap(item => {
      const { text, at: place } = item.get('value')
      return text === undefined ? [] : [{ text, at: place }]
    })
  )
  return [...values, ...commandTextsOf(object)]
}
