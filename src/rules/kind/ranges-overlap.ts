import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { podsLikeServices } from '../shared/cluster-ranges.ts'

const cluster = (services: string): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking:
  podSubnet: 10.0.0.0/12
  serviceSubnet: ${services}
`

export default defineRule({
  id: 'kind/ranges-overlap',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['kind', 'address'],
  what: 'Pods and Services are to have the same addresses.',
  why: 'An address of a Service is translated on the node wherever it comes from, so Pods with such an address cannot be reached.',
  todo: 'Take ranges for Pods and Services that have nothing in common.',
  docs: {
    bad: cluster('10.10.0.0/16'),
    good: cluster('10.96.0.0/16'),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#pod-subnet']
  },

  check({ manifest, report }) {
    for (const found of podsLikeServices(new Field(manifest.object).get('networking')))
      report(found)
  }
})
