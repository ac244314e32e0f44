import { defineRule } from '../define-rule.ts'
import { isMultus } from '../shared/multus-pods.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'

const daemonSet = (image: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: kube-multus-ds, namespace: kube-system }
spec:
  selector: { matchLabels: { name: multus } }
  template:
    metadata: { labels: { name: multus } }
    spec:
      hostNetwork: true
      containers:
        - name: kube-multus
          image: ${image}
          resources: { limits: { memory: 256Mi } }
`

export default defineRule({
  id: 'multus/floating-image',
  appliesTo: ['apps/v1/DaemonSet'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['multus', 'image'],
  what: 'The image of Multus is one that changes under its name.',
  why: 'A tag such as snapshot is built anew with every change of the project, so nodes run different versions, and what worked yesterday may not today.',
  todo: 'Name a version and its digest.',
  docs: {
    bad: daemonSet('ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick'),
    good: daemonSet('ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.3-thick'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/releases']
  },
  labs: ['multus'],

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      if (!isMultus(container)) continue
      const tag = /:([\w.-]+)$/.exec(container.image ?? '')?.[1]
      if (
        tag === undefined
          ? container.image?.includes('@') === true
          : !/^(?:snapshot|latest|stable|thick|master)/.test(tag)
      )
        continue
      report({
        at: [...at, 'image'],
        part: 'value',
        message: `${tag === undefined ? 'An image without a tag' : `The tag ${tag}`} is not the same image tomorrow.`
      })
    }
  }
})
