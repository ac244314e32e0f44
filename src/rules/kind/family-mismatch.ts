import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { atRange, familiesOf, rangeFaults, rangesIn } from '../shared/cluster-ranges.ts'

const cluster = (pods: string, family = 'dual'): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking:
  ipFamily: ${family}
  podSubnet: ${pods}
`

export default defineRule({
  id: 'kind/family-mismatch',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'manifest',
  severity: 'error',
  tags: ['kind', 'dual-stack', 'address'],
  what: 'A range is not of the families that the cluster is to have.',
  why: 'kind checks the ranges against `ipFamily` and makes no cluster.',
  todo: 'Write a range of each family of `ipFamily`, the one of IPv4 first for `dual`, or leave the range away.',
  docs: {
    bad: cluster('10.244.0.0/16', 'ipv6'),
    good: cluster('10.244.0.0/16,fd00:10:244::/56'),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#ip-family']
  },

  check({ manifest, report }) {
    const networking = new Field(manifest.object).get('networking')
    const family = networking.get('ipFamily').text ?? 'ipv4'
    for (const key of ['podSubnet', 'serviceSubnet']) {
      const field = networking.get(key)
      const ranges = rangesIn(field)
      const faults = rangeFaults(ranges)
      for (const { range, message } of faults) report({ ...atRange(range), message })
      const families = familiesOf(ranges)
      if (faults.length > 0 || families.length === 0) continue
      const [first] = ranges
      if (first && /\s/.test(field.text ?? ''))
        report({
          at: field.at,
          part: 'value',
          message: 'kind takes no space between the ranges.',
          todo: 'Write the ranges with a comma between and nothing else.',
          fixes: [
            {
              title: 'Remove the spaces',
              safe: true,
              preferred: true,
              change: edit => edit.set(field.at, (field.text ?? '').replace(/\s+/g, ''))
            }
          ]
        })
      const wanted = family === 'dual' ? ['IPv4', 'IPv6'] : [family === 'ipv6' ? 'IPv6' : 'IPv4']
      if (families.length === wanted.length && wanted.every(one => families.includes(one))) continue
      report({
        at: field.at,
        part: 'value',
        message: `\`ipFamily: ${family}\` needs ${wanted.join(' and ')}, and here is ${families.join(' and ')}.`,
        // kind makes such a cluster, of which only half has both families.
        ...(family === 'dual' && {
          severity: 'warning',
          why: `kind makes the cluster, and ${key === 'podSubnet' ? 'its Pods' : 'its Services'} get addresses of ${families.join('')} only.`
        })
      })
    }
  }
})
