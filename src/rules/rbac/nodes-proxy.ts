import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { setTo } from '../shared/set-to.ts'

const role = (resource: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: metrics-reader }
rules:
  - { apiGroups: [""], resources: [${resource}], verbs: [get] }
`

export default defineRule({
  id: 'rbac/nodes-proxy',
  appliesTo: ['rbac.authorization.k8s.io/v1/ClusterRole'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['rbac', 'security', 'metrics'],
  what: 'A role may speak to the kubelets by the API server.',
  why: 'Who may `get` nodes/proxy may run commands in every Pod of a node by a WebSocket, not only read metrics, and no audit log of the Pods shows it.',
  todo: 'Grant `nodes/metrics`, and `nodes/stats` or `nodes/pods` where they are read.',
  docs: {
    bad: role('nodes/proxy'),
    good: role('nodes/metrics'),
    see: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/']
  },
  labs: ['metrics-and-packets'],

  check({ manifest, report }) {
    for (const rule of new Field(manifest.object).get('rules').items)
      for (const resource of rule.get('resources').items)
        if (resource.text === 'nodes/proxy')
          report({
            at: resource.at,
            part: 'value',
            message: 'nodes/proxy allows more than to read metrics.',
            fixes: setTo(resource.at, 'nodes/metrics')
          })
  }
})
