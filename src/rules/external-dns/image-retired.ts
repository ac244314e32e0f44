import { defineRule } from '../define-rule.ts'
import { externalDns, externalDnsIn } from '../shared/external-dns.ts'

const right = externalDns(
  '--source=service --provider=webhook --policy=upsert-only --txt-owner-id=lab --domain-filter=shop.example'
)

export default defineRule({
  id: 'external-dns/image-retired',
  appliesTo: ['apps/v1/Deployment', 'v1/Pod'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'removed'],
  what: 'The image is one that is no longer published for everybody.',
  why: 'Bitnami has stopped to publish versions of its images in 2025: a new node cannot pull this one, or gets one that is never mended.',
  todo: 'Use the image of the project, registry.k8s.io/external-dns/external-dns.',
  docs: {
    bad: right.replace(
      'registry.k8s.io/external-dns/external-dns:v0.22.0',
      'bitnami/external-dns:0.18.0'
    ),
    good: right,
    see: ['https://github.com/bitnami/charts/issues/35164']
  },

  check({ manifest, report }) {
    const program = externalDnsIn(manifest.object)
    const image = program?.container.image ?? ''
    if (!program || !/^(?:docker\.io\/)?bitnami(?:legacy)?\//.test(image)) return
    report({
      at: [...program.at, 'image'],
      part: 'value',
      message: `${image} is no longer published.`
    })
  }
})
