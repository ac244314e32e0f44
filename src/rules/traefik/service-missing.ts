import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { hasPort, listPorts, portsOf, servicesBeside } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'
import { ingressRoute, namedByRoutes, namesOf, routeKinds, traefikKeys } from '../shared/traefik.ts'
import { setTo } from '../shared/set-to.ts'

const service = (name: string, port: number): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: ${port} }] }
`

const route = ingressRoute('Host(`shop.example`)')

export default defineRule({
  id: 'traefik/service-missing',
  appliesTo: traefikKeys(...routeKinds),
  scope: 'workspace',
  severity: 'warning',
  tags: ['traefik', 'reference', 'ports'],
  what: 'A route names a Service or a port that is not here, while the one that is meant is.',
  why: 'Traefik leaves the route out, so requests get 404.',
  todo: 'Write the name and the port of the Service as they are.',
  docs: {
    bad: route + service('web', 8080),
    good: route + service('web', 80),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/'
    ]
  },

  check({ manifest, workspace, report }) {
    for (const backend of namedByRoutes(manifest, 'services')) {
      const name = backend.get('name')
      if (name.text === undefined || (backend.get('kind').text ?? 'Service') !== 'Service') continue
      if (name.text.includes('@')) continue
      const from = { namespace: backend.get('namespace').text ?? manifest.namespace }
      const beside = servicesBeside(workspace, from)
      const named = beside.filter(one => one.name === name.text)
      const [only, another] = named
      const meant = only ? undefined : slipOf(name.text, namesOf(beside))
      if (meant !== undefined)
        report({
          at: name.at,
          part: 'value',
          message: `There is no Service ${name.text} here; there is ${meant}.`,
          fixes: setTo(name.at, meant)
        })
      const port = backend.get('port')
      if (!only || another || only.partial || portsOf(only).length === 0 || !port.isThere) continue
      if (only.object.spec?.type === 'ExternalName') continue
      const wanted = port.number === undefined ? { name: port.text ?? '' } : { number: port.number }
      if (hasPort(only, wanted)) continue
      report({
        at: port.at,
        part: 'value',
        message: `${describeManifest(only)} has no port ${String(port.value)}; it has ${listPorts(portsOf(only))}.`,
        related: [{ manifest: only, at: ['spec', 'ports'], message: 'Its ports are here.' }],
        fixes: portsOf(only)
          .slice(0, 4)
          .map(one => ({
            title: `Use the port ${one.port}`,
            safe: false,
            preferred: portsOf(only).length === 1,
            change: edit => edit.set(port.at, one.port)
          }))
      })
    }
  }
})
