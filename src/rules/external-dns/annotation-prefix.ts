import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import {
  argumentOf,
  externalDns,
  externalDnsBeside,
  newPrefix,
  oldPrefix,
  type ExternalDns
} from '../shared/external-dns.ts'

const service = (prefix: string): string => `---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    ${prefix}hostname: shop.example
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`

const program = externalDns(
  '--source=service --provider=rfc2136 --policy=upsert-only --txt-owner-id=lab --domain-filter=shop.example --rfc2136-axfr'
)

export default defineRule({
  id: 'external-dns/annotation-prefix',
  appliesTo: [
    'v1/Service',
    'v1/Pod',
    'networking.k8s.io/v1/Ingress',
    ...['Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'].map(
      kind => `gateway.networking.k8s.io/v1/${kind}`
    )
  ],
  scope: 'workspace',
  severity: 'hint',
  tags: ['external-dns', 'version'],
  what: 'An annotation for ExternalDNS has a prefix that not every version reads.',
  why: 'Up to 0.21 ExternalDNS reads `external-dns.alpha.kubernetes.io/`, from 0.22 on `external-dns.kubernetes.io/` and not the other. An annotation that is not read is a record that is not made, or is removed.',
  todo: 'Write the prefix of the version that runs, or set `--annotation-prefix`.',
  docs: {
    bad: program + service(oldPrefix),
    good: program + service(newPrefix),
    see: ['https://github.com/kubernetes-sigs/external-dns/releases/tag/v0.22.0']
  },

  check({ manifest, workspace, report }) {
    const annotations = new Field(manifest.object).get('metadata', 'annotations')
    const used = annotations.entries.filter(
      ([key]) => key.startsWith(oldPrefix) || key.startsWith(newPrefix)
    )
    if (used.length === 0) return
    const program = externalDnsBeside(workspace, manifest)
    const read = program && prefixesOf(program)
    for (const [key, field] of used) {
      const prefix = key.startsWith(oldPrefix) ? oldPrefix : newPrefix
      if (read ? read.includes(prefix) : prefix === newPrefix) continue
      const meant = (read?.[0] ?? newPrefix) + key.slice(prefix.length)
      report({
        at: field.at,
        severity: read ? 'warning' : 'hint',
        message: read
          ? `The ExternalDNS here (${program.container.image?.split(':').at(-1) ?? ''}) does not read ${key}.`
          : 'ExternalDNS 0.22 and later does not read this prefix.',
        fixes: [
          {
            title: `Rename to \`${meant}\``,
            safe: false,
            preferred: read !== undefined,
            change: edit => edit.renameKey(field.at, meant)
          }
        ]
      })
    }
  }
})

function prefixesOf(program: ExternalDns): readonly string[] | undefined {
  const own = argumentOf(program, 'annotation-prefix')
  if (own !== undefined && own !== '') return [own]
  if (program.minor === undefined) return undefined
  if (program.minor < 22) return [oldPrefix]
  return argumentOf(program, 'enable-legacy-annotation-prefix') === undefined
    ? [newPrefix]
    : [newPrefix, oldPrefix]
}
