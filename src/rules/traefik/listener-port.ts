import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { traefikPrograms } from '../shared/traefik-entry-points.ts'

const gateway = (port: number): string => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: traefik
  listeners: [{ name: http, port: ${port}, protocol: HTTP }]
`

/** What the chart gives to web and websecure, beside the ports that people expect of them. */
const usual: ReadonlyMap<number, number> = new Map([
  [80, 8000],
  [443, 8443]
])

export default defineRule({
  id: 'traefik/listener-port',
  appliesTo: ['gateway.networking.k8s.io/v1/Gateway'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['traefik', 'gateway-api', 'ports'],
  what: 'Traefik has no entry point on the port of the listener.',
  why: 'A listener of Traefik is an entry point of it, and its chart has them on 8000 and 8443 behind the ports 80 and 443 of its Service. With another port the listener is not ready and takes no route.',
  todo: 'Write the port of the entry point: 8000 for HTTP and 8443 for HTTPS, unless Traefik is installed with others.',
  docs: {
    bad: gateway(80),
    good: gateway(8000),
    see: [
      'https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-gateway/'
    ]
  },
  labs: ['multi-tenancy', 'http-routing'],

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    if (manifest.partial || spec.get('gatewayClassName').text !== 'traefik') return
    const programs = workspace.derive(traefikPrograms)
    for (const listener of spec.get('listeners').items) {
      const { number, at } = listener.get('port')
      if (number === undefined) continue
      const [program] = programs
      const isServed = program
        ? programs.some(({ ports }) => ports.includes(number))
        : !usual.has(number)
      if (isServed) continue
      const meant = usual.get(number)
      const canMean =
        meant !== undefined && (!program || programs.some(({ ports }) => ports.includes(meant)))
      report({
        at,
        part: 'value',
        severity: program ? 'warning' : 'hint',
        message: program
          ? `${describeManifest(program.manifest)} has entry points on ${program.ports.join(', ')}, and none on ${number}.`
          : `The chart of Traefik has no entry point on ${number}; the one behind it is ${String(meant)}.`,
        fixes: canMean
          ? [
              {
                title: `Set to ${meant}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(at, meant)
              }
            ]
          : []
      })
    }
  }
})
