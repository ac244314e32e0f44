import { defineRule } from '../define-rule.ts'
import { argumentOf, externalDns, externalDnsIn } from '../shared/external-dns.ts'

const more =
  '--source=service --provider=rfc2136 --policy=upsert-only --txt-owner-id=lab --domain-filter=shop.example'

export default defineRule({
  id: 'external-dns/transfer-missing',
  appliesTo: ['apps/v1/Deployment', 'v1/Pod'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'version'],
  what: 'ExternalDNS cannot read the records that there are, or is told so by an argument of another version.',
  why: 'With the provider rfc2136 it reads records by a zone transfer. Without it ExternalDNS only ever adds records; an argument that its version does not have keeps it from starting.',
  todo: 'Add `--rfc2136-axfr` from version 0.22 on, and `--rfc2136-tsig-axfr` before.',
  docs: {
    bad: externalDns(more),
    good: externalDns(`${more} --rfc2136-axfr`),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/rfc2136/']
  },

  check({ manifest, report }) {
    const program = externalDnsIn(manifest.object)
    if (!program || manifest.partial || argumentOf(program, 'provider') !== 'rfc2136') return
    const at = [...program.at, 'args']
    const { minor } = program
    const [now, before] = ['rfc2136-axfr', 'rfc2136-tsig-axfr'].map(name =>
      argumentOf(program, name)
    )
    if (now !== undefined && minor !== undefined && minor < 22)
      report({
        at,
        severity: 'error',
        message: `ExternalDNS 0.${minor} has no \`--rfc2136-axfr\`; it has \`--rfc2136-tsig-axfr\`.`
      })
    if (now !== undefined || before !== undefined || minor === undefined) return
    const argument = minor < 22 ? '--rfc2136-tsig-axfr' : '--rfc2136-axfr'
    report({
      at,
      severity: argumentOf(program, 'policy') === 'create-only' ? 'hint' : 'warning',
      message: `Without \`${argument}\` no record can be read, so none is changed or removed.`,
      fixes: [
        {
          title: `Add \`${argument}\``,
          safe: false,
          preferred: true,
          change: edit => edit.append(at, argument)
        }
      ]
    })
  }
})
