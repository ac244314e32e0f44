import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { atRange, familiesOf, overlapOf, rangeFaults, rangesIn } from '../shared/cluster-ranges.ts'
import { k3sKeys } from '../shared/k3s.ts'

export default defineRule({
  id: 'k3s/ranges',
  appliesTo: k3sKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['k3s', 'address', 'dual-stack'],
  what: 'The ranges of Pods and Services do not go together.',
  why: 'K3s does not start with ranges of different families, and the ranges cannot be changed once it has. Where Pods and Services share addresses, Pods are out of reach.',
  todo: 'Write a range of each family in both, in the same order, without addresses in common.',
  docs: {
    bad: `cluster-cidr: 10.42.0.0/16,fd00:42::/56
service-cidr: 10.43.0.0/16
flannel-ipv6-masq: true
`,
    good: `cluster-cidr: 10.42.0.0/16,fd00:42::/56
service-cidr: 10.43.0.0/16,fd00:43::/112
flannel-ipv6-masq: true
`,
    see: ['https://docs.k3s.io/networking/basic-network-options#dual-stack-ipv4--ipv6-networking']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const [pods, services] = [listOf(root.get('cluster-cidr')), listOf(root.get('service-cidr'))]
    const faults = [...rangeFaults(rangesIn(pods)), ...rangeFaults(rangesIn(services))]
    for (const { range, message } of faults) report({ ...atRange(range), message })
    if (faults.length > 0) return
    for (const found of together(pods, services)) report(found)
    for (const found of tooSmall(root, pods)) report(found)
  }
})

/** Each node gets a /24 or a /64 out of the range, unless the controller is told another size. */
function tooSmall(root: Field, pods: Field): readonly Report[] {
  const args = JSON.stringify(root.get('kube-controller-manager-arg').value ?? '')
  if (args.includes('node-cidr-mask-size')) return []
  return rangesIn(pods).flatMap(range => {
    const bits = Number(/\/(\d+)$/.exec(range.text)?.[1])
    const ofNode = range.text.includes(':') ? 64 : 24
    return bits > ofNode
      ? [
          {
            ...atRange(range),
            message: `${range.text} has no room for the /${ofNode} that each node gets.`,
            todo: `Write a range of /${ofNode - 8} or larger, or set node-cidr-mask-size for the kube-controller-manager.`
          }
        ]
      : []
  })
}

/** A list of YAML is read as if its items had commas between. */
function listOf(field: Field): Field {
  return field.isList ? new Field(field.texts.join(','), field.at) : field
}

function together(pods: Field, services: Field): readonly Report[] {
  const [first, second] = [rangesIn(pods), rangesIn(services)]
  const [podFamilies, families] = [familiesOf(first), familiesOf(second)]
  if (families.length > 0 && podFamilies.length > 0 && families.join() !== podFamilies.join())
    return [
      {
        at: services.at,
        part: 'value',
        message: `Services have ${families.join(' and ')}, and Pods ${podFamilies.join(' and ')}.`,
        related: [{ at: pods.at, message: 'The ranges of Pods.' }]
      }
    ]
  // Without a range K3s takes one of IPv4.
  const [lonely, other] =
    families.length === 0 ? [pods, 'service-cidr'] : [services, 'cluster-cidr']
  const written = families.length === 0 ? podFamilies : families
  if (written.includes('IPv6') && (families.length === 0 || podFamilies.length === 0))
    return [{ at: lonely.at, message: `\`${other}\` is missing, and its default is of IPv4 only.` }]
  const overlap = overlapOf(first, second)
  return overlap
    ? [
        {
          ...atRange(overlap.second),
          severity: 'warning',
          message: `${overlap.second.text} of the Services is in common with ${overlap.first.text} of the Pods.`
        }
      ]
    : []
}
