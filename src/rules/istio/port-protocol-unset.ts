import { Field } from '../../base/field.ts'
import { groupBy } from '../../base/group-by.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { mayShareNamespace } from '../manifest.ts'
import {
  istioObjects,
  serviceHost,
  specOf,
  destinationsOf,
  type ServiceHost
} from '../shared/istio.ts'
import { perObject } from '../shared/per-object.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (port: string): string => `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [${port}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: reviews } }] }]
`

const protocols = /^(?:http|http2|https|grpc|grpc-web|tcp|tls|udp|mongo|mysql|redis|auto)(?:-|$)/

export default defineRule<Service>({
  id: 'istio/port-protocol-unset',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'ports', 'service'],
  what: 'A Service that Istio routes by HTTP does not say that it speaks HTTP.',
  why: 'The proxies then guess the protocol from the first bytes. Where the server speaks first, or the guess fails, the routes do not hold.',
  todo: 'Set `appProtocol`, or let the name of the port begin with the protocol: `http-web`.',
  docs: {
    bad: manifests('{ name: web, port: 9080 }'),
    good: manifests('{ name: http-web, port: 9080 }'),
    see: ['https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/']
  },

  check({ manifest, workspace, report }) {
    const routed = workspace.derive(httpRouted)
    const isRouted = (routed.get(manifest.name ?? '') ?? []).some(one =>
      mayShareNamespace(one, manifest)
    )
    if (!isRouted || manifest.partial) return
    for (const port of new Field(manifest.object).get('spec', 'ports').items) {
      const name = port.get('name').text
      if (port.get('appProtocol').isThere || protocols.test(name ?? '')) continue
      if ((port.get('protocol').text ?? 'TCP') !== 'TCP') continue
      report({
        at: name === undefined ? port.at : port.get('name').at,
        message: `The port ${name ?? String(port.get('port').number ?? '')} does not say which protocol it speaks.`,
        fixes: [
          {
            title: 'Insert `appProtocol: http`',
            safe: false,
            preferred: true,
            change: edit => edit.insert(port.at, 'appProtocol', 'http')
          }
        ]
      })
    }
  }
})

/** Services that VirtualServices route by HTTP. */
function httpRouted(workspace: WorkspaceView): ReadonlyMap<string, readonly ServiceHost[]> {
  return groupBy(
    istioObjects(workspace, 'VirtualService').flatMap(httpServices),
    ({ name }) => name
  )
}

const httpServices = perObject(route =>
  specOf(route).get('http').items.length === 0
    ? []
    : destinationsOf(specOf(route)).flatMap(
        destination => serviceHost(destination.get('host').text ?? '', route) ?? []
      )
)
