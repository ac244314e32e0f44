import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { familiesOf, rangesIn } from '../shared/cluster-ranges.ts'
import { clusterConfiguration, kubeadmKeys } from '../shared/kubeadm.ts'

const ranges = (services: string): string =>
  clusterConfiguration(
    `  podSubnet: 10.244.0.0/16,fd00:10:244::/56\n  serviceSubnet: ${services}\n`
  )

export default defineRule({
  id: 'kubeadm/family-order',
  appliesTo: kubeadmKeys('ClusterConfiguration'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['kubeadm', 'dual-stack'],
  what: 'Pods and Services do not begin with the same family, or do not have the same.',
  why: 'The first range decides the family of what has one address only. When Pods begin with one and Services with another, Pods answer at addresses that their Services do not have.',
  todo: 'Write the ranges of Pods and of Services in the same order of families.',
  docs: {
    bad: ranges('fd00:10:96::/112,10.96.0.0/16'),
    good: ranges('10.96.0.0/16,fd00:10:96::/112'),
    see: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/']
  },

  check({ manifest, report }) {
    const networking = new Field(manifest.object).get('networking')
    const field = networking.get('serviceSubnet')
    const [pods, written] = [rangesIn(networking.get('podSubnet')), rangesIn(field)]
    const [podFamilies, families] = [familiesOf(pods), familiesOf(written)]
    const [podFirst, first] = [podFamilies[0], families[0]]
    if (podFirst === undefined || first === undefined) return
    if (podFirst !== first) {
      const swapped = written
        .map(({ text }) => text)
        .toReversed()
        .join(',')
      report({
        at: field.at,
        part: 'value',
        message: `Services begin with ${first}, and Pods with ${podFirst}.`,
        fixes:
          families[1] === podFirst
            ? [
                {
                  title: `Write \`${swapped}\``,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(field.at, swapped)
                }
              ]
            : []
      })
    } else if (podFamilies.length !== families.length)
      // Nodes and Pods of both families with Services of one are allowed.
      report({
        at: field.at,
        part: 'value',
        severity: 'hint',
        message: `Pods have ${podFamilies.join(' and ')}, and Services ${families.join(' and ')}.`
      })
  }
})
