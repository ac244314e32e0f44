import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys, listenersOf } from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/allows-all-namespaces',
  appliesTo: gatewayKeys,
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['gateway-api', 'namespace', 'security'],
  what: 'Routes of every namespace may attach to the listener.',
  why: 'Whoever may create a route anywhere in the cluster can then take requests for any hostname that the listener serves.',
  todo: 'Select the namespaces by a label.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: All } }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes:
        namespaces: { from: Selector, selector: { matchLabels: { team: shop } } }
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/multiple-ns/']
  },

  check({ manifest, report }) {
    for (const [i, { allowedRoutes }] of listenersOf(manifest.object).entries()) {
      if (allowedRoutes?.namespaces?.from !== 'All') continue
      report({
        at: ['spec', 'listeners', i, 'allowedRoutes', 'namespaces', 'from'],
        part: 'value',
        message: 'Any namespace may attach its routes here.'
      })
    }
  }
})
