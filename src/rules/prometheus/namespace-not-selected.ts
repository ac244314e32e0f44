import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import { isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { folderOf } from '../shared/folder-of.ts'
import { looksInto, monitoredServices, monitorOf, selectorOf } from '../shared/monitoring.ts'

const right = monitorOf('{ port: metrics }').replace(
  /name: web, namespace: shop }\nspec:\n {2}selector/,
  'name: web, namespace: monitoring }\nspec:\n  namespaceSelector: { matchNames: [shop] }\n  selector'
)

export default defineRule({
  id: 'prometheus/namespace-not-selected',
  appliesTo: ['monitoring.coreos.com/v1/ServiceMonitor'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['prometheus', 'namespace'],
  what: 'The Services that the monitor selects are in another namespace.',
  why: 'Without `namespaceSelector` a monitor looks into its own namespace only, so nothing is scraped.',
  todo: 'Name the namespace in `namespaceSelector.matchNames`.',
  docs: {
    bad: right.replace('  namespaceSelector: { matchNames: [shop] }\n', ''),
    good: right,
    see: [
      'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.NamespaceSelector'
    ]
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const selector = selectorOf(spec.get('selector'))
    if (manifest.partial || manifest.namespace === undefined || isEmptySelector(selector)) return
    if (monitoredServices(workspace, manifest).length > 0) return
    const elsewhere = (workspace.all('v1/Service') as readonly Manifest<Service>[]).filter(
      service =>
        folderOf(service.uri) === folderOf(manifest.uri) &&
        selects(selector, service.object.metadata.labels ?? {}) &&
        looksInto(manifest, service.namespace) === false
    )
    const [service, another] = elsewhere
    const there = service?.namespace
    if (!service || another || there === undefined) return
    const names = spec.get('namespaceSelector', 'matchNames')
    report({
      at: names.isThere ? names.at : spec.get('selector').at,
      message: `${describeManifest(service)} is selected, and the monitor does not look into ${there}.`,
      related: [{ manifest: service, at: ['metadata', 'namespace'], message: 'It is here.' }],
      fixes: [
        {
          title: `Look into ${there}`,
          safe: false,
          preferred: true,
          change: edit =>
            names.isThere ? edit.append(names.at, there) : edit.set(names.at, [there])
        }
      ]
    })
  }
})
