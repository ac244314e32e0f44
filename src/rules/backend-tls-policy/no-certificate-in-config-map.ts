import { recordOf } from '../../base/json.ts'
import type { BackendTLSPolicy } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { mayShareNamespace } from '../manifest.ts'
import { slipOf } from '../shared/slip-of.ts'

const key = 'ca.crt'

export default defineRule<BackendTLSPolicy>({
  id: 'backend-tls-policy/no-certificate-in-config-map',
  appliesTo: ['gateway.networking.k8s.io/v1/BackendTLSPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'tls', 'reference'],
  what: 'The ConfigMap with the certificate authority is not here while one with nearly the same name is, or it lacks ca.crt.',
  why: 'Certificates are read from the key ca.crt. Without it the policy is not accepted (NoValidCACertificate), and requests to the backend get status 500.',
  todo: 'Put the certificates into the ConfigMap under the key ca.crt.',
  docs: {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: ca, namespace: shop }
data: { root.pem: "…" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: secure, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: secure }]
  validation:
    hostname: secure.example.com
    caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }]
`,
    good: `apiVersion: v1
kind: ConfigMap
metadata: { name: ca, namespace: shop }
data: { ca.crt: "…" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: secure, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: secure }]
  validation:
    hostname: secure.example.com
    caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    const refs = manifest.object.spec?.validation?.caCertificateRefs ?? []
    for (const [i, { group = '', kind, name }] of refs.entries()) {
      if (group !== '' || kind !== 'ConfigMap') continue
      const maps = workspace.all('v1/ConfigMap').filter(one => mayShareNamespace(one, manifest))
      const own = maps.filter(one => one.name === name)
      const names = maps.map(one => one.name)
      const meant = own.length === 0 ? slipOf(name, names) : undefined
      const [map] = own
      const lacks =
        own.length === 1 &&
        map?.partial === false &&
        !(key in recordOf(map.object.data)) &&
        !(key in recordOf(map.object.binaryData))
      if (meant === undefined && !lacks) continue
      const at = ['spec', 'validation', 'caCertificateRefs', i, 'name']
      report({
        at,
        part: 'value',
        message: lacks
          ? `ConfigMap ${name} has no key ${key}.`
          : `There is no ConfigMap ${name} here, but there is ${String(meant)}.`,
        ...(map &&
          lacks && {
            related: [{ manifest: map, at: ['data'], message: 'Its keys are here.' }]
          }),
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Use ${meant}`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(at, meant)
                }
              ]
      })
    }
  }
})
