import { namespaceNameLabel } from '../../model/kinds.ts'
import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys, listenersOf } from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/selects-no-namespace',
  appliesTo: gatewayKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'namespace', 'selector'],
  what: 'The listener asks for a label that the namespace which is meant does not have.',
  why: 'The selector looks at labels of namespaces, and a namespace has no label with its name unless somebody put it there; kubernetes.io/metadata.name alone is put on every namespace. Routes of other namespaces are not attached.',
  todo: 'Select by kubernetes.io/metadata.name, or put the label on the namespace.',
  docs: {
    bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes:
        namespaces: { from: Selector, selector: { matchLabels: { name: shop } } }
`,
    good: `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes:
        namespaces:
          from: Selector
          selector: { matchLabels: { kubernetes.io/metadata.name: shop } }
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/multiple-ns/']
  },

  check({ manifest, workspace, report }) {
    const namespaces = workspace.all('v1/Namespace').filter(({ partial }) => !partial)
    if (namespaces.length === 0) return
    for (const [i, { allowedRoutes }] of listenersOf(manifest.object).entries()) {
      const { from, selector } = allowedRoutes?.namespaces ?? {}
      if (from !== 'Selector') continue
      for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
        if (namespaces.some(({ object }) => object.metadata.labels?.[key] === value)) continue
        // A value that is the name of a namespace tells which one is meant.
        if (key === namespaceNameLabel || !namespaces.some(({ name }) => name === value)) continue
        const at = [
          'spec',
          'listeners',
          i,
          'allowedRoutes',
          'namespaces',
          'selector',
          'matchLabels',
          key
        ]
        report({
          at,
          part: 'entry',
          message: `Namespace ${value} does not have the label ${key}=${value}.`,
          fixes: [
            {
              title: `Select by ${namespaceNameLabel}`,
              safe: false,
              preferred: true,
              change: edit => edit.renameKey(at, namespaceNameLabel)
            }
          ]
        })
      }
    }
  }
})
