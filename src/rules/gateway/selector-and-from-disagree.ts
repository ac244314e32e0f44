import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys, listenersOf } from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/selector-and-from-disagree',
  appliesTo: gatewayKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'namespace', 'selector'],
  what: 'The listener has a selector of namespaces that is not asked for, or asks for one that is not there.',
  why: 'The selector counts only with `from: Selector`. Without it the listener takes routes of its own namespace alone, or of all; and `from: Selector` without a selector takes none.',
  todo: 'Write from: Selector together with the selector.',
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
      allowedRoutes:
        namespaces: { selector: { matchLabels: { team: shop } } }
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
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const [i, { allowedRoutes }] of listenersOf(manifest.object).entries()) {
      const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {}
      const at = ['spec', 'listeners', i, 'allowedRoutes', 'namespaces']
      if (selector && from !== 'Selector')
        report({
          at: [...at, 'selector'],
          part: 'key',
          message: `This selector does nothing, because from is ${from}.`,
          fixes: [
            {
              title: 'Set from: Selector',
              safe: false,
              preferred: true,
              change: edit => edit.set([...at, 'from'], 'Selector')
            }
          ]
        })
      if (!selector && from === 'Selector')
        report({
          at: [...at, 'from'],
          part: 'value',
          message: 'No namespace is selected, because there is no selector.'
        })
    }
  }
})
