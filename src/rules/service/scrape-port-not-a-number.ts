import type { Service } from '../../model/kinds.ts'
import { declaredPortsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { podsOfService } from '../shared/workspace-pods.ts'

const annotation = 'prometheus.io/port'

export default defineRule<Service>({
  id: 'service/scrape-port-not-a-number',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'ports', 'monitoring'],
  what: 'Prometheus is sent to a port that is not a number.',
  why: 'The annotation prometheus.io/port is put behind the address of each Pod, so it has to be a number. With a name the target is no address and never scraped.',
  todo: 'Write the number of the port on which the container serves its metrics.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: shop
  annotations: { prometheus.io/scrape: "true", prometheus.io/port: metrics }
spec:
  selector: { app: shop }
  ports: [{ name: metrics, port: 9102 }]
`,
    good: `apiVersion: v1
kind: Service
metadata:
  name: shop
  annotations: { prometheus.io/scrape: "true", prometheus.io/port: "9102" }
spec:
  selector: { app: shop }
  ports: [{ name: metrics, port: 9102 }]
`,
    see: [
      'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config'
    ]
  },

  check({ manifest, workspace, report }) {
    const port = manifest.object.metadata.annotations?.[annotation]
    if (port === undefined || port.includes('$') || isPort(port)) return
    const { selector, ports = [] } = manifest.object.spec ?? {}
    const named = declaredPortsOf(podsOfService(workspace, manifest, selector ?? {})[0]?.spec)
    const meant =
      named.find(one => one.name === port)?.containerPort ??
      ports.find(one => one.name === port)?.port
    const at = ['metadata', 'annotations', annotation]
    report({
      at,
      part: 'value',
      message: `${port} is no port number.`,
      fixes:
        meant === undefined
          ? []
          : [
              {
                title: `Use ${meant}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(at, String(meant))
              }
            ]
    })
  }
})

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535
}
