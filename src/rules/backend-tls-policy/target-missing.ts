import type { BackendTLSPolicy } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { servicesBeside } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<BackendTLSPolicy>({
  id: 'backend-tls-policy/target-missing',
  appliesTo: ['gateway.networking.k8s.io/v1/BackendTLSPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'tls', 'reference'],
  what: 'The Service or the port that the policy is for is not here, while the one that is meant is.',
  why: 'Without its target the policy has no effect, so the Gateway speaks plain HTTP to a backend that expects TLS, and every request fails. sectionName is the name of a port of the Service.',
  todo: 'Write the name of the Service and of its port as they stand.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: secure, namespace: shop }
spec: { selector: { app: secure }, ports: [{ name: https, port: 443 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: secure, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: secure, sectionName: "443" }]
  validation: { hostname: secure.example.com, wellKnownCACertificates: System }
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: secure, namespace: shop }
spec: { selector: { app: secure }, ports: [{ name: https, port: 443 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: secure, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: secure, sectionName: https }]
  validation: { hostname: secure.example.com, wellKnownCACertificates: System }
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const [i, ref] of (manifest.object.spec?.targetRefs ?? []).entries()) {
      const { group = '', kind = 'Service', name, sectionName } = ref
      if (group !== '' || kind !== 'Service') continue
      const beside = servicesBeside(workspace, manifest)
      const services = beside.filter(service => service.name === name)
      const [service, another] = services
      const names = service
        ? (service.object.spec?.ports ?? []).flatMap(port => port.name ?? [])
        : beside.map(one => one.name)
      const field = service ? 'sectionName' : 'name'
      const written = service ? sectionName : name
      if (another || written === undefined || names.includes(written)) continue
      const meant = service
        ? (slipOf(written, names) ?? (names.length === 1 ? names[0] : undefined))
        : slipOf(written, names)
      // Another Service may be in the cluster already; a port of this one can't.
      if (!service && meant === undefined) continue
      const at = ['spec', 'targetRefs', i, field]
      report({
        at,
        part: 'value',
        message: service
          ? `Service ${name} has no port called ${written}; it has ${names.join(', ') || 'none with a name'}.`
          : `There is no Service ${written} here, but there is ${String(meant)}.`,
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
