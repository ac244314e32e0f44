import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const probe = (prober: string): string => `apiVersion: monitoring.coreos.com/v1
kind: Probe
metadata: { name: web, namespace: shop }
spec:
${prober}  module: http_2xx
  targets: { staticConfig: { static: ["https://shop.example"] } }
`

export default defineRule({
  id: 'prometheus/probe-without-prober',
  appliesTo: ['monitoring.coreos.com/v1/Probe'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['prometheus'],
  what: 'The probe has nobody that does it.',
  why: 'Prometheus does not probe by itself; it asks an exporter such as the blackbox exporter. Without its address the probe is left out.',
  todo: 'Write the address of the exporter in `prober.url`, without a scheme.',
  docs: {
    bad: probe(''),
    good: probe('  prober: { url: "blackbox-exporter.monitoring.svc:9115" }\n'),
    see: [
      'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ProberSpec'
    ]
  },

  check({ manifest, report }) {
    const prober = new Field(manifest.object).get('spec', 'prober')
    if (manifest.partial) return
    if (!prober.isThere) report({ at: ['spec'], message: 'The probe has no `prober`.' })
    const url = prober.get('url')
    if (url.text !== undefined && /^https?:\/\//.test(url.text))
      report({
        at: url.at,
        part: 'value',
        message: 'The address of the exporter has no scheme; that is in `scheme`.',
        fixes: [
          {
            title: 'Remove the scheme',
            safe: false,
            preferred: true,
            change: edit => edit.set(url.at, (url.text ?? '').replace(/^https?:\/\//, ''))
          }
        ]
      })
  }
})
