import { Field } from '../../base/field.ts'
import { cidrsOverlap, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { calicoKeys } from '../shared/calico.ts'
import { folderOf } from '../shared/folder-of.ts'

const pools = (second: string): string => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: first }
spec: { cidr: 10.244.0.0/17, natOutgoing: true }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: second }
spec: { cidr: ${second}, natOutgoing: true }
`

export default defineRule({
  id: 'calico/pools-overlap',
  appliesTo: calicoKeys('IPPool'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['calico', 'address'],
  what: 'Two pools have addresses in common.',
  why: 'Calico refuses a pool that overlaps another one, so it is not there and Pods that ask for it get no address.',
  todo: 'Give each pool a range of its own.',
  docs: {
    bad: pools('10.244.64.0/18'),
    good: pools('10.244.128.0/17'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/ippool']
  },
  labs: ['install-a-cni'],

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    const all = workspace.ofKind(manifest.gvk.group, 'IPPool')
    const own = cidrOf(manifest)
    const other = all.slice(0, all.indexOf(manifest)).find(pool => {
      const cidr = cidrOf(pool)
      // One name in two files is one pool in two states.
      return (
        own &&
        cidr &&
        pool.name !== manifest.name &&
        folderOf(pool.uri) === folderOf(manifest.uri) &&
        cidrsOverlap(own, cidr)
      )
    })
    if (!other) return
    report({
      at: ['spec', 'cidr'],
      part: 'value',
      severity: other.uri === manifest.uri ? 'warning' : 'hint',
      message: `The pool ${other.name ?? ''} has addresses of this range.`,
      related: [{ manifest: other, at: ['spec', 'cidr'], message: 'Its range is here.' }]
    })
  }
})

function cidrOf({ object }: Manifest): ReturnType<typeof parseCidr> {
  return parseCidr(new Field(object).get('spec', 'cidr').text ?? '')
}
