import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { monitoredServices, monitorOf } from '../shared/monitoring.ts'
import { listPorts, portsOf } from '../shared/service-port.ts'
import { belongTogether } from '../shared/folder-of.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

export default defineRule({
  id: 'prometheus/port-missing',
  appliesTo: ['monitoring.coreos.com/v1/ServiceMonitor'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['prometheus', 'ports', 'reference'],
  what: 'No Service that is monitored has the port.',
  why: 'Only ports of that name are scraped, so there is no target and no error either.',
  todo: 'Write the name that the port has in the Service.',
  docs: {
    bad: monitorOf('{ port: http-metrics }'),
    good: monitorOf('{ port: metrics }'),
    see: ['https://prometheus-operator.dev/docs/platform/troubleshooting/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    const services = monitoredServices(workspace, manifest).filter(service =>
      belongTogether(service, manifest)
    )
    const [service] = services
    const ports = services.flatMap(portsOf)
    if (!service || services.some(one => portsOf(one).length === 0)) return
    for (const endpoint of new Field(manifest.object).get('spec', 'endpoints').items) {
      const port = endpoint.get('port')
      const name = port.text
      if (name === undefined || /^\d+$/.test(name) || ports.some(one => one.name === name)) continue
      const names = [...new Set(ports.flatMap(one => one.name ?? []))]
      const [only, another] = names
      const meant = slipOf(name, names) ?? (another === undefined ? only : undefined)
      // Of several Services that are selected, the one with the port may be elsewhere.
      const isOwn = services.length === 1 && service.name === manifest.name
      if (!isOwn && slipOf(name, names) === undefined) continue
      report({
        at: port.at,
        part: 'value',
        message: `${describeManifest(service)} has no port ${name}; it has ${listPorts(portsOf(service))}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'Its ports are here.' }],
        fixes: setTo(port.at, meant)
      })
    }
  }
})
