import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { valuesKey } from '../shared/helm-values.ts'

export default defineRule({
  id: 'helm-values/external-dns-reach',
  appliesTo: [valuesKey('ExternalDns')],
  scope: 'manifest',
  severity: 'hint',
  tags: ['helm', 'external-dns', 'safety'],
  what: 'ExternalDNS may change records that are not its own, or is installed from a place that has ended.',
  why: "Without `txtOwnerId` every ExternalDNS is called `default`, so two clusters take each other's records for their own. With the policy `sync` it also removes them.",
  todo: 'Set `txtOwnerId`, `domainFilters` and `policy: upsert-only`.',
  docs: {
    bad: 'provider: { name: webhook }\ndomainFilters: [shop.example]\n',
    good: 'provider: { name: webhook }\ntxtOwnerId: lab\ndomainFilters: [shop.example]\n',
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/charts/external-dns/']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const first = root.entries[0]?.[1].at ?? []
    if (!root.get('txtOwnerId').isThere && root.get('registry').text !== 'noop')
      report({ at: first, message: 'There is no `txtOwnerId`, so the owner is called `default`.' })
    if (!root.get('domainFilters').isThere)
      report({ at: first, message: 'There are no `domainFilters`, so every zone may be changed.' })
    const repository = root.get('image', 'repository')
    if (/^(?:docker\.io\/)?bitnami(?:legacy)?\//.test(repository.text ?? ''))
      report({
        at: repository.at,
        part: 'value',
        severity: 'warning',
        message: 'Images of Bitnami are no longer published for everybody.',
        todo: 'Use the chart and the image of the project: registry.k8s.io/external-dns/external-dns.'
      })
  }
})
