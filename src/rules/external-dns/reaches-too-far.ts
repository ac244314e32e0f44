import { defineRule } from '../define-rule.ts'
import { argumentOf, externalDns, externalDnsIn } from '../shared/external-dns.ts'

const more = '--source=service --provider=webhook --policy=upsert-only'

export default defineRule({
  id: 'external-dns/reaches-too-far',
  appliesTo: ['apps/v1/Deployment', 'v1/Pod'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['external-dns', 'safety'],
  what: 'ExternalDNS may change records that are not its own.',
  why: "Without `--txt-owner-id` every ExternalDNS is called `default`, so two clusters take each other's records for their own. Without a filter each zone that its account can write is its to change.",
  todo: 'Add `--txt-owner-id` with a name of this cluster, and `--domain-filter` with the zone.',
  docs: {
    bad: externalDns(more),
    good: externalDns(`${more} --txt-owner-id=lab --domain-filter=shop.example`),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/']
  },

  check({ manifest, report }) {
    const program = externalDnsIn(manifest.object)
    if (!program || manifest.partial || program.args.length === 0) return
    const at = [...program.at, 'args']
    const has = (...names: readonly string[]): boolean =>
      names.some(name => argumentOf(program, name) !== undefined)
    if (argumentOf(program, 'registry') !== 'noop' && !has('txt-owner-id'))
      report({ at, message: 'There is no `--txt-owner-id`, so the owner is called `default`.' })
    if (!has('domain-filter', 'regex-domain-filter', 'zone-id-filter', 'rfc2136-zone'))
      report({ at, message: 'There is no `--domain-filter`, so every zone may be changed.' })
  }
})
