import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { looksInto, monitoredServices, monitorOf } from '../shared/monitoring.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule({
  id: 'prometheus/selector-matches-no-service',
  appliesTo: ['monitoring.coreos.com/v1/ServiceMonitor'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['prometheus', 'selector'],
  what: 'The monitor selects no Service, while one that it was most likely written for is here.',
  why: 'A ServiceMonitor selects Services by the labels of the Service itself, not by those that it selects Pods by. With no match nothing is scraped.',
  todo: 'Use the labels in the metadata of the Service.',
  docs: {
    bad: monitorOf('{ port: metrics }', '{ app: webb }'),
    good: monitorOf('{ port: metrics }'),
    see: ['https://prometheus-operator.dev/docs/platform/troubleshooting/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial || monitoredServices(workspace, manifest).length > 0) return
    const field = new Field(manifest.object).get('spec', 'selector', 'matchLabels')
    const wanted = Object.entries(field.labels)
    if (wanted.length === 0) return
    const beside = (workspace.all('v1/Service') as readonly Manifest<Service>[]).filter(
      service => service.uri === manifest.uri && looksInto(manifest, service.namespace) !== false
    )
    for (const service of beside) {
      const labels = service.object.metadata.labels ?? {}
      const off = wanted.filter(([key, value]) => labels[key] !== value)
      const [only, another] = off
      if (!only || another) continue
      const [key, value] = only
      const own = labels[key]
      const isSlip = own !== undefined && slipOf(value, [own]) !== undefined
      // The labels by which the Service selects its Pods are easily taken for its own.
      const isNamesake = service.name !== undefined && service.name === manifest.name
      const isPodLabel =
        isNamesake && own === undefined && service.object.spec?.selector?.[key] === value
      if (!isSlip && !isPodLabel) continue
      report({
        at: [...field.at, key],
        part: 'entry',
        message: isSlip
          ? `${describeManifest(service)} has ${key}=${own}.`
          : `${describeManifest(service)} selects Pods by ${key}=${value} and does not have the label itself.`,
        related: [{ manifest: service, at: ['metadata'], message: 'The Service is here.' }],
        fixes: isSlip
          ? [
              {
                title: `Select ${key}=${own}`,
                safe: false,
                preferred: true,
                change: edit => edit.set([...field.at, key], own)
              }
            ]
          : []
      })
      return
    }
  }
})
