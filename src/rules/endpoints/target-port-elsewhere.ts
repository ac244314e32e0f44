import { targetPortOf } from '../../model/int-or-string.ts'
import type { Endpoints } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { portsOf, servicesNamed } from '../shared/service-port.ts'

const manifests = (port: number): string => `apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: shop }
spec: { ports: [{ port: 80, targetPort: 9376 }] }
---
apiVersion: v1
kind: Endpoints
metadata: { name: ledger, namespace: shop }
subsets:
  - addresses: [{ ip: 192.0.2.7 }]
    ports: [{ port: ${port} }]
`

export default defineRule<Endpoints>({
  id: 'endpoints/target-port-elsewhere',
  appliesTo: ['v1/Endpoints'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['endpoints', 'service', 'ports'],
  what: 'Endpoints written by hand have another port than the targetPort of their Service.',
  why: 'Endpoints say themselves to which port the traffic goes; the targetPort of a Service without selector is not looked at, so changing it changes nothing.',
  todo: 'Write the number that the server listens on in both.',
  docs: {
    bad: manifests(80),
    good: manifests(9376),
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const { name, object } = manifest
    if (manifest.partial || name === undefined) return
    const [service, another] = servicesNamed(workspace, manifest, name)
    if (!service || another || service.object.spec?.selector) return
    for (const [i, { ports = [] }] of (object.subsets ?? []).entries())
      for (const [j, port] of ports.entries()) {
        const own = portsOf(service).find(one => (one.name ?? '') === (port.name ?? ''))
        // Without a targetPort the Service says nothing of where the traffic goes.
        if (own?.targetPort === undefined || port.port === undefined) continue
        const target = targetPortOf(own)
        if (typeof target !== 'number' || target === port.port) continue
        report({
          at: ['subsets', i, 'ports', j, 'port'],
          part: 'value',
          message: `${describeManifest(service)} says ${target}; the traffic goes to ${port.port}.`,
          fixes: [
            {
              title: `Use port ${target}`,
              safe: false,
              change: edit => edit.set(['subsets', i, 'ports', j, 'port'], target)
            }
          ]
        })
      }
  }
})
