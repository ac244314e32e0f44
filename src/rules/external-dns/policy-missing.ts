import { defineRule } from '../define-rule.ts'
import { argumentOf, externalDns, externalDnsIn } from '../shared/external-dns.ts'

const more = '--source=service --provider=webhook --txt-owner-id=lab --domain-filter=shop.example'

export default defineRule({
  id: 'external-dns/policy-missing',
  appliesTo: ['apps/v1/Deployment', 'v1/Pod'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'version'],
  what: 'ExternalDNS is not told whether it may remove records.',
  why: 'From version 0.22 on `--policy` has no default any more, and ExternalDNS does not start without it. Before that it was `sync`, which removes records.',
  todo: 'Add `--policy=upsert-only`, which adds and changes records and removes none.',
  docs: {
    bad: externalDns(more),
    good: externalDns(`${more} --policy=upsert-only`),
    see: ['https://github.com/kubernetes-sigs/external-dns/releases/tag/v0.22.0']
  },

  check({ manifest, report }) {
    const program = externalDnsIn(manifest.object)
    if (!program || manifest.partial || program.minor === undefined || program.minor < 22) return
    // Without arguments it is told by its environment.
    if (program.args.length === 0 || argumentOf(program, 'policy') !== undefined) return
    if ((program.container.env ?? []).some(({ name }) => name === 'EXTERNAL_DNS_POLICY')) return
    if ((program.container as { readonly envFrom?: unknown }).envFrom !== undefined) return
    const at = [...program.at, 'args']
    report({
      at,
      message: `ExternalDNS 0.${program.minor} needs \`--policy\`.`,
      fixes: [
        {
          title: 'Add `--policy=upsert-only`',
          safe: false,
          preferred: true,
          change: edit => edit.append(at, '--policy=upsert-only')
        }
      ]
    })
  }
})
