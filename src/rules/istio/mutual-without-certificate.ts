import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { isGiven } from '../shared/istio-parts.ts'

const rule = (tls: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: shop }
spec:
  host: api.example
  trafficPolicy: { tls: { ${tls} } }
`

export default defineRule({
  id: 'istio/mutual-without-certificate',
  appliesTo: networkingKeys('DestinationRule'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'tls'],
  what: 'Clients are to show a certificate, and it is not said which.',
  why: 'Istio refuses the object: mode MUTUAL takes certificates of your own. Those of the mesh are taken by ISTIO_MUTUAL.',
  todo: 'Write ISTIO_MUTUAL for callers and servers of the mesh; otherwise give `credentialName`, or `clientCertificate` and `privateKey`.',
  docs: {
    bad: rule('mode: MUTUAL'),
    good: rule('mode: ISTIO_MUTUAL'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings'
    ]
  },
  labs: ['zero-trust'],

  check({ manifest, report }) {
    const policy = specOf(manifest).get('trafficPolicy')
    const subsets = specOf(manifest)
      .get('subsets')
      .items.map(one => one.get('trafficPolicy'))
    const all = [policy, ...subsets].flatMap(one => [
      one.get('tls'),
      ...one.get('portLevelSettings').items.map(port => port.get('tls'))
    ])
    for (const tls of all) {
      const isKnown =
        isGiven(tls.get('credentialName')) ||
        ['clientCertificate', 'privateKey'].every(key => isGiven(tls.get(key)))
      if (manifest.partial || tls.get('mode').text !== 'MUTUAL' || isKnown) continue
      const { at } = tls.get('mode')
      report({
        at,
        part: 'value',
        message: 'Mode MUTUAL has no certificate here.',
        fixes: [
          {
            title: 'Set to `ISTIO_MUTUAL`, which takes the certificates of the mesh',
            safe: false,
            change: edit => edit.set(at, 'ISTIO_MUTUAL')
          }
        ]
      })
    }
  }
})
