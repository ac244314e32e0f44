import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { portsOf } from '../shared/service-port.ts'
import { monitoredServices, monitorOf } from '../shared/monitoring.ts'
import { setTo } from '../shared/set-to.ts'

export default defineRule({
  id: 'prometheus/port-is-number',
  appliesTo: ['monitoring.coreos.com/v1/ServiceMonitor', 'monitoring.coreos.com/v1/PodMonitor'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['prometheus', 'ports'],
  supersedes: ['schema/wrong-type'],
  what: 'A number stands where the name of a port belongs.',
  why: 'The field `port` of a monitor is the name of a port. Nothing has the name of a number, so nothing is scraped.',
  todo: 'Write the name that the port has in the Service, or in the container for a PodMonitor.',
  docs: {
    bad: monitorOf('{ port: "8080" }'),
    good: monitorOf('{ port: metrics }'),
    see: [
      'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint'
    ]
  },

  check({ manifest, workspace, report }) {
    const kind = manifest.gvk.kind
    const list = kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints'
    // As written: what has the wrong type is not part of the object.
    const written = new Field(manifest.document.value).get(...manifest.path, 'spec', list)
    const services = kind === 'PodMonitor' ? [] : monitoredServices(workspace, manifest)
    written.items.forEach((endpoint, i) => {
      const port = endpoint.get('port')
      const number = String(port.value)
      if (!/^\d+$/.test(number)) return
      const ports = services.flatMap(portsOf)
      // A port may be called by a number, though nobody does.
      if (ports.some(({ name }) => name === number)) return
      const names = new Set(
        ports.filter(one => String(one.port) === number).flatMap(({ name }) => name ?? [])
      )
      const [name] = names
      const at = ['spec', list, i, 'port']
      report({
        at,
        part: 'value',
        // A number without quotes is refused; one in quotes is a name that nothing has.
        ...(typeof port.value === 'number' && { severity: 'error' }),
        message: `${number} is the number of a port; its name belongs here.`,
        fixes: name !== undefined && names.size === 1 ? setTo(at, name) : []
      })
    })
  }
})
