import { defineRule } from '../define-rule.ts'
import { networkingGroup, securityGroup } from '../shared/istio.ts'

const rule = (version: string): string => `apiVersion: networking.istio.io/${version}
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews }
`

const networking = [
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'Sidecar',
  'WorkloadEntry',
  'WorkloadGroup'
]
const security = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication']

export default defineRule({
  id: 'istio/old-version',
  appliesTo: [
    ...networking.flatMap(kind => [
      `${networkingGroup}/v1alpha3/${kind}`,
      `${networkingGroup}/v1beta1/${kind}`
    ]),
    ...security.map(kind => `${securityGroup}/v1beta1/${kind}`)
  ],
  scope: 'manifest',
  severity: 'hint',
  tags: ['istio', 'version'],
  what: 'The object is written in an older version of its kind.',
  why: 'Istio still serves the version, and has had `v1` with the same fields since 1.22.',
  todo: 'Write `v1`.',
  docs: {
    bad: rule('v1beta1'),
    good: rule('v1'),
    see: ['https://istio.io/latest/blog/2024/v1-apis/']
  },

  check({ manifest, report }) {
    const { group, version, kind } = manifest.gvk
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${kind} has a version \`v1\`; this is ${version}.`,
      fixes: [
        {
          title: `Use \`${group}/v1\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(['apiVersion'], `${group}/v1`)
        }
      ]
    })
  }
})
