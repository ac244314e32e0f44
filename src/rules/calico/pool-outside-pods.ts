import { Field } from '../../base/field.ts'
import { cidrCovers, cidrsOverlap, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { calicoKeys } from '../shared/calico.ts'
import { clusterConfiguration } from '../shared/kubeadm.ts'
import { clusterRangesBeside } from '../shared/known-ranges.ts'

const files = (
  cidr: string
): string => `${clusterConfiguration('  podSubnet: 10.244.0.0/16\n  serviceSubnet: 10.96.0.0/12\n')}---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: ${cidr}, natOutgoing: true }
`

export default defineRule({
  id: 'calico/pool-outside-pods',
  appliesTo: calicoKeys('IPPool'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['calico', 'address'],
  what: 'A pool gives Pods addresses that the cluster does not have for Pods.',
  why: 'kube-proxy and the components know Pods by the range that the cluster was made with. Addresses from outside of it are taken for foreign ones, and those of Services lead nowhere.',
  todo: 'Take the range of the pool from the one of the Pods.',
  docs: {
    bad: files('192.168.0.0/16'),
    good: files('10.244.0.0/16'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/ippool']
  },

  check({ manifest, workspace, report }) {
    const field = new Field(manifest.object).get('spec', 'cidr')
    const cidr = parseCidr(field.text ?? '')
    if (!cidr || manifest.partial) return
    const known = clusterRangesBeside(workspace, manifest).filter(
      ({ range }) => range.cidr?.family === cidr.family
    )
    const services = known.find(
      one => one.of === 'Services' && one.range.cidr && cidrsOverlap(one.range.cidr, cidr)
    )
    const pods = known.filter(one => one.of === 'Pods')
    const isOutside =
      pods.length > 0 && !pods.some(({ range }) => range.cidr && cidrCovers(range.cidr, cidr))
    const other = services ?? (isOutside ? pods[0] : undefined)
    if (!other) return
    report({
      at: field.at,
      part: 'value',
      // Calico itself works with any range.
      severity: services ? 'warning' : 'hint',
      message: services
        ? `${field.text ?? ''} is in common with ${other.range.text} of the Services.`
        : `${field.text ?? ''} is not in ${other.range.text}, where Pods are to be.`,
      related: [
        { manifest: other.manifest, at: other.range.field.at, message: 'It is given here.' }
      ]
    })
  }
})
