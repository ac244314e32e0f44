import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const monitor = (scheme: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: metallb-speaker, namespace: metallb-system }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: metallb } }
  podMetricsEndpoints: [{ port: metricshttps, scheme: ${scheme} }]
`

export default defineRule({
  id: 'prometheus/metallb-over-http',
  appliesTo: ['monitoring.coreos.com/v1/ServiceMonitor', 'monitoring.coreos.com/v1/PodMonitor'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['prometheus', 'metallb'],
  what: 'The metrics of MetalLB are asked for by plain HTTP.',
  why: 'From version 0.16 on MetalLB serves them by HTTPS alone, so the target stays down.',
  todo: 'Write `scheme: https` with `tlsConfig` and the token of an account that may read metrics.',
  docs: {
    bad: monitor('http'),
    good: monitor('https'),
    see: ['https://metallb.io/release-notes/']
  },
  labs: ['metrics-and-packets', 'observability'],

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const labels = Object.values(spec.get('selector', 'matchLabels').labels)
    if (manifest.partial || !labels.includes('metallb')) return
    for (const field of ['endpoints', 'podMetricsEndpoints'])
      for (const endpoint of spec.get(field).items) {
        const scheme = endpoint.get('scheme')
        if (scheme.text !== undefined && scheme.text !== 'http') continue
        report({
          at: scheme.isThere ? scheme.at : endpoint.at,
          ...(scheme.isThere && { part: 'value' as const }),
          message: 'MetalLB serves its metrics by HTTPS since 0.16.',
          fixes: [
            {
              title: 'Set the scheme to `https`',
              safe: false,
              preferred: true,
              change: edit => edit.set(scheme.at, 'https')
            }
          ]
        })
      }
  }
})
