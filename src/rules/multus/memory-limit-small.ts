import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { isMultus } from '../shared/multus-pods.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'
import { setTo } from '../shared/set-to.ts'

const daemonSet = (memory: string): string => `apiVersion: apps/v1
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
          image: ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.3-thick
          resources: { limits: { memory: ${memory} } }
`

export default defineRule({
  id: 'multus/memory-limit-small',
  appliesTo: ['apps/v1/DaemonSet'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['multus', 'resources'],
  what: 'Multus gets the little memory that its manifest has by default.',
  why: 'Where many Pods start at once the daemon needs more than 50Mi and is killed; until it is back, no Pod of the node gets a network.',
  todo: 'Raise the limit, such as to 256Mi.',
  docs: {
    bad: daemonSet('50Mi'),
    good: daemonSet('256Mi'),
    see: [
      'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/deployments/multus-daemonset-thick.yml'
    ]
  },
  labs: ['multus'],

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      if (!isMultus(container)) continue
      const limit = new Field(container, at).get('resources', 'limits', 'memory')
      const mebibytes = /^(\d+)Mi$/.exec(limit.text ?? '')?.[1]
      if (mebibytes === undefined || Number(mebibytes) > 50) continue
      report({
        at: [...at, 'resources', 'limits', 'memory'],
        part: 'value',
        message: `Multus gets ${limit.text ?? ''} of memory.`,
        fixes: setTo([...at, 'resources', 'limits', 'memory'], '256Mi')
      })
    }
  }
})
