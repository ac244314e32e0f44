import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { hasPort, listPorts, portsOf } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule({
  id: 'pod/service-address-wrong',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'service', 'dns'],
  what: 'The address of a Service in the settings of a container is not that of the Service which is here.',
  why: 'A name in DNS is the name of the Service and its namespace, and a Service answers on its own ports only. With another name the lookup fails, with another port the connection does.',
  todo: 'Write <Service>.<namespace>.svc and a port of the Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: api, namespace: backend }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: frontend }
spec:
  containers:
    - name: web
      image: web
      env: [{ name: API, value: http://api.backend.svc:8080 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: api, namespace: backend }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: frontend }
spec:
  containers:
    - name: web
      image: web
      env: [{ name: API, value: http://api.backend.svc }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/']
  },

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const texts = [
        ...(container.env ?? []).map(({ value }, i) => ({
          text: value,
          place: [...at, 'env', i, 'value']
        })),
        ...(container.args ?? []).map((text, i) => ({ text, place: [...at, 'args', i] }))
      ]
      for (const { text, place } of texts) {
        const fault = typeof text === 'string' ? faultOf(workspace, text) : undefined
        if (fault) report({ at: place, part: 'value', ...fault })
      }
    }
  }
})

function faultOf(workspace: WorkspaceView, text: string): { readonly message: string } | undefined {
  const match =
    /(?:^|[/@=,\s"'])([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local\.?)?(?::(\d+))?(?=[/,\s"'?]|$)/.exec(
      text
    )
  const [, name, namespace, port] = match ?? []
  if (name === undefined || namespace === undefined) return undefined
  const services = (workspace.all('v1/Service') as readonly Manifest<Service>[]).filter(
    one => one.namespace === namespace
  )
  const own = services.filter(one => one.name === name)
  const [service, another] = own
  if (!service) {
    const meant = slipOf(
      name,
      services.map(one => one.name)
    )
    return meant === undefined
      ? undefined
      : { message: `Namespace ${namespace} has no Service ${name} here, but it has ${meant}.` }
  }
  const { clusterIP, type } = service.object.spec ?? {}
  // Without an address the ports are those of the Pods.
  if (another || service.partial || clusterIP === 'None' || type === 'ExternalName')
    return undefined
  if (
    port === undefined ||
    portsOf(service).length === 0 ||
    hasPort(service, { number: Number(port) })
  )
    return undefined
  return {
    message: `Service ${namespace}/${name} has no port ${port}; it has ${listPorts(portsOf(service))}.`
  }
}
