import type { FieldPath } from '../../base/field-path.ts'
import { Field } from '../../base/field.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { valuesKey } from '../shared/helm-values.ts'
import { rangeInText } from '../shared/text-range.ts'

const scrape = (relabelings: string): string => `apiVersion: monitoring.coreos.com/v1alpha1
kind: ScrapeConfig
metadata: { name: probe, namespace: monitoring }
spec:
  metricsPath: /probe
  params: { module: [http_2xx] }
  staticConfigs: [{ targets: ["http://web.shop"] }]
${relabelings}`

export default defineRule({
  id: 'prometheus/prober-asked-directly',
  appliesTo: [
    'monitoring.coreos.com/v1alpha1/ScrapeConfig',
    'v1/ConfigMap',
    valuesKey('KubePrometheusStack')
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['prometheus', 'probe'],
  what: 'The targets of a blackbox exporter are asked themselves.',
  why: 'Prometheus sends each request to the address of its target. Only relabelling puts the target into the parameter and the exporter into the address; without it the application is asked for `/probe`.',
  todo: 'Add the three relabellings: `__address__` to `__param_target`, that to `instance`, and the address of the exporter to `__address__`. Or use the kind Probe, which does it.',
  docs: {
    bad: scrape(''),
    good: scrape(`  relabelings:
    - { sourceLabels: [__address__], targetLabel: __param_target }
    - { sourceLabels: [__param_target], targetLabel: instance }
    - { targetLabel: __address__, replacement: "blackbox.monitoring:9115" }
`),
    see: ['https://prometheus.io/docs/guides/multi-target-exporter/']
  },
  labs: ['observability'],

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    if (manifest.gvk.kind === 'ScrapeConfig') {
      const spec = root.get('spec')
      const message = faultOf(spec, ['metricsPath', 'relabelings', 'targetLabel'])
      if (message !== undefined && !manifest.partial)
        report({ at: spec.get('metricsPath').at, part: 'value', message })
      return
    }
    const jobs = root.get('prometheus', 'prometheusSpec', 'additionalScrapeConfigs').items
    for (const { at, message } of faultyJobs(jobs)) report({ at, part: 'value', message })
    for (const [, { text, at }] of root.get('data').entries)
      if (text?.includes('/probe') === true && text.includes('scrape_configs'))
        for (const fault of faultsIn(text, at)) report(fault)
  }
})

const inFiles = ['metrics_path', 'relabel_configs', 'target_label'] as const

function faultyJobs(
  jobs: readonly Field[]
): readonly { readonly at: FieldPath; readonly message: string }[] {
  return jobs.flatMap(job => {
    const message = faultOf(job, inFiles)
    return message === undefined ? [] : [{ at: job.get('metrics_path').at, message }]
  })
}

/** What one job lacks that asks an exporter for other targets. */
function faultOf(
  job: Field,
  [path, list, label]: readonly [path: string, list: string, label: string]
): string | undefined {
  if (job.get(path).text !== '/probe' || job.get('params', 'target').isThere) return undefined
  const labels = job.get(list).items.map(item => item.get(label).text ?? '')
  const missing = ['__param_target', '__address__'].filter(one => !labels.includes(one))
  return missing.length === 0
    ? undefined
    : `No relabelling sets ${missing.join(' and ')}, so the targets themselves are asked for \`/probe\`.`
}

/** The faults of a configuration of Prometheus that stands in a text. */
function faultsIn(text: string, at: FieldPath): readonly Report[] {
  const [document] = parseYamlFile(text, { path: 'prometheus.yml' }).documents
  if (!document) return []
  return faultyJobs(new Field(document.value).get('scrape_configs').items).map(fault => ({
    at,
    part: 'value',
    range: place => rangeInText(place, at, text, document.rangeOf(fault.at, 'value')),
    message: fault.message
  }))
}
