import type { Ingress, ServicePort } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { backendsOf } from '../shared/ingress-backends.ts'
import { nginxPrefix } from '../shared/ingress-paths.ts'
import { portsOf, servicesNamed } from '../shared/service-port.ts'

const manifests = (annotation: string): string => `apiVersion: v1
kind: Service
metadata: { name: dashboard, namespace: shop }
spec:
  selector: { app: dashboard }
  ports: [{ name: https, port: 443, targetPort: 8443 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: dashboard
  namespace: shop
${annotation}spec:
  ingressClassName: nginx
  rules:
    - host: dashboard.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: dashboard, port: { number: 443 } } }
`

export default defineRule<Ingress>({
  id: 'ingress/https-backend',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'nginx', 'tls'],
  what: 'An Ingress for nginx leads to a port of HTTPS and does not say so.',
  why: 'ingress-nginx speaks plain HTTP to its backends, whatever the port is called. A server that expects TLS answers 400 “The plain HTTP request was sent to HTTPS port”, or ends the connection.',
  todo: 'Set the annotation `nginx.ingress.kubernetes.io/backend-protocol: HTTPS`, or lead to a port of plain HTTP.',
  docs: {
    bad: manifests(''),
    good: manifests('  annotations: { nginx.ingress.kubernetes.io/backend-protocol: HTTPS }\n'),
    see: [
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#backend-protocol'
    ]
  },

  check({ manifest, workspace, report }) {
    const { object } = manifest
    if (manifest.partial || object.spec?.ingressClassName !== 'nginx') return
    const annotations = Object.keys(object.metadata.annotations ?? {})
    // The other controller for NGINX has a list of Services in an annotation of its own.
    if (annotations.some(key => spoken.has(key) || key.startsWith('nginx.org/'))) return
    const all = backendsOf(object)
    const secure = all.flatMap(({ backend, at }) => {
      const { name, port } = backend.service ?? {}
      const [service] = name === undefined ? [] : servicesNamed(workspace, manifest, name)
      const own = service && portsOf(service).find(one => isMeant(one, port ?? {}))
      return own && isHttps(own) ? [{ at, name, port: own }] : []
    })
    const [first] = secure
    // The annotation is for all paths of an Ingress.
    if (!first || secure.length !== all.length) return
    report({
      at: [...first.at, 'service', 'port'],
      part: 'value',
      message: `Port ${first.port.port} of Service ${String(first.name)} is one of HTTPS, and nginx sends plain HTTP to it.`,
      fixes: []
    })
  }
})

const spoken: ReadonlySet<string> = new Set([
  `${nginxPrefix}backend-protocol`,
  `${nginxPrefix}ssl-passthrough`,
  `${nginxPrefix}secure-backends`
])

function isMeant(own: ServicePort, wanted: { name?: string; number?: number }): boolean {
  return wanted.name === undefined ? own.port === wanted.number : own.name === wanted.name
}

/** Port 443 that leads to a port of plain HTTP is a trick of load balancers. */
function isHttps({ name, port, targetPort, appProtocol }: ServicePort): boolean {
  if (appProtocol !== undefined) return /^https$/i.test(appProtocol)
  const secure = new Set<unknown>([443, 8443, 9443, 6443, 'https'])
  return (
    (name === 'https' || (name === undefined && port === 443)) && secure.has(targetPort ?? port)
  )
}
