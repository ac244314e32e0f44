import { gatewayGroup, type Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys } from '../shared/gateway-listeners.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<Gateway>({
  id: 'gateway/class-missing',
  appliesTo: gatewayKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The GatewayClass is not here, while one with nearly the same name is.',
  why: 'A Gateway whose class nobody has is taken up by no controller: it gets no address and no condition, and nothing tells why.',
  todo: 'Write the name of the class as it stands.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: envoy-gateway }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: envoygateway
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: envoy-gateway }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: envoy-gateway
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/gatewayclass/']
  },

  check({ manifest, workspace, report }) {
    const name = manifest.object.spec?.gatewayClassName
    const classes = workspace.ofKind(gatewayGroup, 'GatewayClass').map(one => one.name)
    if (name === undefined || classes.includes(name)) return
    const meant = slipOf(name, classes)
    if (meant === undefined) return
    report({
      at: ['spec', 'gatewayClassName'],
      part: 'value',
      message: `There is no GatewayClass ${name} here, but there is ${meant}.`,
      fixes: [
        {
          title: `Use ${meant}`,
          safe: false,
          preferred: true,
          change: edit => edit.set(['spec', 'gatewayClassName'], meant)
        }
      ]
    })
  }
})
