import { parseGoDuration } from '../../model/go-duration.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (timeout: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - timeout: ${timeout}
      retries: { attempts: 3, perTryTimeout: 2s }
      route: [{ destination: { host: reviews } }]
`

export default defineRule({
  id: 'istio/try-longer-than-timeout',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'retries'],
  what: 'A single try may take longer than all of them together.',
  why: 'The timeout of the route ends the request before the first try is given up, so a slow try is never repeated.',
  todo: 'Give the route the time of all tries, or each try less.',
  docs: {
    bad: route('1s'),
    good: route('8s'),
    see: ['https://istio.io/latest/docs/concepts/traffic-management/#retries']
  },

  check({ manifest, report }) {
    for (const route of specOf(manifest).get('http').items) {
      const perTry = route.get('retries', 'perTryTimeout')
      const [one, all] = [perTry.text, route.get('timeout').text].map(text =>
        parseGoDuration(text ?? '')
      )
      // A timeout of 0 is none.
      if (one === undefined || all === undefined || all === 0 || one <= all) continue
      report({
        at: perTry.at,
        part: 'value',
        message: `A try may take ${perTry.text ?? ''}, and all of them ${route.get('timeout').text ?? ''}.`,
        related: [{ at: route.get('timeout').at, message: 'The time for all tries.' }]
      })
    }
  }
})
