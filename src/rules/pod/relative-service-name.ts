import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { rangeInText } from '../shared/text-range.ts'

const manifests = (host: string): string => `apiVersion: v1
kind: Service
metadata: { name: db, namespace: data }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: registry.example/web:1.0
      env: [{ name: DB, value: ${host} }]
`

export default defineRule({
  id: 'pod/relative-service-name',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'hint',
  optIn: true,
  tags: ['pod', 'dns'],
  what: 'The name of a Service of another namespace is written in part.',
  why: 'Only the search path of the Pod completes it: a Pod with another `dnsPolicy`, and each program with a resolver of its own, does not find it, and every look-up asks for several names.',
  todo: 'Write the whole name with the domain of the cluster, such as `db.data.svc.cluster.local`.',
  docs: {
    bad: manifests('db.data'),
    good: manifests('db.data.svc.cluster.local'),
    see: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/']
  },
  labs: ['pod-security-and-segmentation'],

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at))
      for (const item of new Field(container.env, [...at, 'env']).items) {
        const value = item.get('value')
        const text = value.text ?? ''
        const match = /^(?:[a-z+]+:\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)(?=$|[:/])/.exec(text)
        const [, name = '', namespace = ''] = match ?? []
        const isService = workspace
          .all('v1/Service')
          .some(service => service.name === name && service.namespace === namespace)
        if (!match || !isService) continue
        const short = `${name}.${namespace}`
        const start = text.indexOf(short)
        const end = start + short.length
        report({
          at: value.at,
          part: 'value',
          range: place => rangeInText(place, value.at, text, { start, end }),
          message: `${short} is found by the search path of the Pod only.`,
          fixes: [
            {
              title: `Write \`${short}.svc.cluster.local\``,
              safe: false,
              preferred: true,
              change: edit =>
                edit.set(value.at, `${text.slice(0, end)}.svc.cluster.local${text.slice(end)}`)
            }
          ]
        })
      }
  }
})
