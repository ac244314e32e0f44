import { defineRule } from '../define-rule.ts'

/** Versions that are still served, with the one that took their place; the fields are the same. */
const deprecated: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io/v1beta1/Gateway': 'gateway.networking.k8s.io/v1',
  'gateway.networking.k8s.io/v1beta1/GatewayClass': 'gateway.networking.k8s.io/v1',
  'gateway.networking.k8s.io/v1beta1/HTTPRoute': 'gateway.networking.k8s.io/v1'
}

export default defineRule({
  id: 'api/deprecated-version',
  appliesTo: Object.keys(deprecated),
  scope: 'manifest',
  severity: 'hint',
  tags: ['api', 'deprecation'],
  what: 'A newer version of the kind with the same fields is there.',
  why: 'Old versions are served for a while and then go; after that nothing of the file is applied any more.',
  todo: 'Write the newer version.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    see: ['https://gateway-api.sigs.k8s.io/concepts/versioning/']
  },

  check({ manifest, report }) {
    const newer = deprecated[manifest.key]
    if (newer === undefined) return
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${manifest.gvk.kind} is in ${newer} since Gateway API 1.0.`,
      fixes: [
        {
          title: `Use ${newer}`,
          safe: false,
          preferred: true,
          change: edit => edit.set(['apiVersion'], newer)
        }
      ]
    })
  }
})
