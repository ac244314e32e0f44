import { defineRule } from '../define-rule.ts'
import { externalDns, externalDnsIn } from '../shared/external-dns.ts'

const withEtcd = (address: string): string =>
  `${externalDns(
    '--source=service --provider=coredns --policy=upsert-only --txt-owner-id=lab --domain-filter=shop.example'
  )}          env: [{ name: ETCD_URLS, value: "${address}" }]\n`

export default defineRule({
  id: 'external-dns/etcd-address-without-scheme',
  appliesTo: ['apps/v1/Deployment', 'v1/Pod'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'coredns'],
  what: 'The address of etcd has no scheme.',
  why: 'ExternalDNS reads ETCD_URLS as URLs that begin with http:// or https://. With another one it ends with an error when it starts, and no record is written.',
  todo: 'Write http:// or https:// before each address.',
  docs: {
    bad: withEtcd('etcd.dns:2379'),
    good: withEtcd('http://etcd.dns:2379'),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/coredns/']
  },

  check({ manifest, report }) {
    const program = externalDnsIn(manifest.object)
    for (const [i, variable] of (program?.container.env ?? []).entries()) {
      const { name, value } = variable
      if (!program || name !== 'ETCD_URLS' || typeof value !== 'string') continue
      const wrong = value.split(',').find(one => !/^\s*https?:\/\//.test(one))
      if (wrong === undefined) continue
      report({
        at: [...program.at, 'env', i, 'value'],
        part: 'value',
        message: `ETCD_URLS has ${wrong.trim() === '' ? 'an empty address' : wrong.trim()}.`,
        fixes: [
          {
            title: 'Write http:// before each address',
            safe: false,
            preferred: true,
            change: edit =>
              edit.set(
                [...program.at, 'env', i, 'value'],
                value
                  .split(',')
                  .filter(one => one.trim() !== '')
                  .map(one => (/^\s*https?:\/\//.test(one) ? one.trim() : `http://${one.trim()}`))
                  .join(',')
              )
          }
        ]
      })
    }
  }
})
