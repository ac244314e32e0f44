import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { certificatesOf } from '../shared/gateway-certificates.ts'
import { gatewayKeys } from '../shared/gateway-listeners.ts'
import { isGranted } from '../shared/reference-grants.ts'

export default defineRule<Gateway>({
  id: 'gateway/certificate-grant-missing',
  appliesTo: gatewayKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'tls', 'reference', 'namespace'],
  what: 'The Gateway takes a certificate from another namespace that does not allow it.',
  why: 'A namespace has to agree before Gateways of others may use its Secrets. Without a ReferenceGrant the listener is not ready (RefNotPermitted) and serves no TLS.',
  todo: 'Create a ReferenceGrant in the namespace of the Secret.',
  docs: {
    bad: `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: certs }
type: kubernetes.io/tls
data: { tls.crt: "", tls.key: "" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: web
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: shop-tls, namespace: certs }] }
`,
    good: `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: certs }
type: kubernetes.io/tls
data: { tls.crt: "", tls.key: "" }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: certs }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: edge }]
  to: [{ group: "", kind: Secret }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: web
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: shop-tls, namespace: certs }] }
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/']
  },

  check({ manifest, workspace, report }) {
    const own = manifest.namespace
    if (own === undefined || manifest.partial) return
    for (const { certificate, at } of certificatesOf(manifest.object)) {
      const { namespace, name } = certificate
      if (namespace === undefined || namespace === own) continue
      if (isGranted(workspace, manifest, { namespace, name, group: '', kind: 'Secret' })) continue
      // The grant belongs beside the Secret; where that isn't, the grant may not be either.
      const secret = workspace
        .all('v1/Secret')
        .find(one => one.name === name && one.namespace === namespace)
      report({
        at: [...at, 'namespace'],
        part: 'value',
        message: `No ReferenceGrant in namespace ${namespace} lets Gateways of ${own} use Secret ${name}.`,
        severity: secret ? 'warning' : 'hint',
        ...(secret && {
          related: [{ manifest: secret, at: ['metadata', 'name'], message: 'The Secret is here.' }]
        }),
        fixes: [
          {
            title: `Add a ReferenceGrant in namespace ${namespace}`,
            safe: false,
            preferred: true,
            change: edit =>
              edit.addDocument({
                apiVersion: 'gateway.networking.k8s.io/v1beta1',
                kind: 'ReferenceGrant',
                metadata: { name: `from-${own}`, namespace },
                spec: {
                  from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: own }],
                  to: [{ group: '', kind: 'Secret', name }]
                }
              })
          }
        ]
      })
    }
  }
})
