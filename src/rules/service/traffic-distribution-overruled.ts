import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const topologyMode = 'service.kubernetes.io/topology-mode'

export default defineRule<Service>({
  id: 'service/traffic-distribution-overruled',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'topology'],
  what: 'trafficDistribution is given beside a setting that goes before it.',
  why: 'Traffic inside the cluster follows `internalTrafficPolicy: Local`, and hints of zones the annotation service.kubernetes.io/topology-mode, before trafficDistribution is looked at, so it does nothing.',
  todo: 'Keep one of the two.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  internalTrafficPolicy: Local
  trafficDistribution: PreferSameZone
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  trafficDistribution: PreferSameZone
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution']
  },

  check({ manifest, report }) {
    const { trafficDistribution, internalTrafficPolicy, type } = manifest.object.spec ?? {}
    if (trafficDistribution === undefined) return
    const mode = manifest.object.metadata.annotations?.[topologyMode]
    // From outside, trafficDistribution still counts when only the inside is Local.
    const isInside = type === undefined || type === 'ClusterIP'
    const stronger =
      mode?.toLowerCase() === 'auto'
        ? `the annotation ${topologyMode}`
        : internalTrafficPolicy === 'Local' && isInside
          ? 'internalTrafficPolicy: Local'
          : undefined
    if (stronger === undefined) return
    report({
      at: ['spec', 'trafficDistribution'],
      part: 'entry',
      message: `trafficDistribution does nothing, because ${stronger} goes before it.`,
      fixes: [
        {
          title: 'Remove trafficDistribution',
          safe: false,
          change: edit => edit.remove(['spec', 'trafficDistribution'])
        }
      ]
    })
  }
})
