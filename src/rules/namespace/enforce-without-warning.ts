import type { Namespace } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const prefix = 'pod-security.kubernetes.io/'

export default defineRule<Namespace>({
  id: 'namespace/enforce-without-warning',
  appliesTo: ['v1/Namespace'],
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['namespace', 'pod-security'],
  what: 'A Pod Security level is enforced without a warning for those who apply Deployments.',
  why: 'Enforcing looks at Pods only. A Deployment that makes forbidden Pods is accepted in silence; the label warn tells at once.',
  todo: 'Set the label warn to the same level.',
  docs: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: baseline }
`,
    good: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: baseline
`,
    see: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/']
  },

  check({ manifest, report }) {
    const labels = manifest.object.metadata.labels ?? {}
    const level = labels[`${prefix}enforce`]
    if (level === undefined || level === 'privileged' || manifest.partial) return
    if (labels[`${prefix}warn`] !== undefined) return
    report({
      at: ['metadata', 'labels', `${prefix}enforce`],
      part: 'key',
      message: 'Who applies a Deployment is not told that its Pods are refused.',
      fixes: [
        {
          title: `Warn at level ${level}, too`,
          safe: false,
          preferred: true,
          change: edit =>
            edit.insert(['metadata', 'labels'], `${prefix}warn`, level, `${prefix}enforce`)
        }
      ]
    })
  }
})
