import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Ingress>({
  id: 'ingress/old-backend-fields',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'error',
  tags: ['ingress', 'deprecation'],
  what: 'The backend is written as in the versions before networking.k8s.io/v1.',
  why: 'Since v1 a backend names its Service under service, and the port by number or by name. The API server refuses serviceName and servicePort.',
  todo: 'Write service.name and service.port.number, or service.port.name.',
  supersedes: ['schema/unknown-field'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend:
    serviceName: shop
    servicePort: 80
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend:
    service: { name: shop, port: { number: 80 } }
`,
    see: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122']
  },

  check({ manifest, report }) {
    for (const { backend, at } of backendsIn(manifest.object))
      for (const key of ['serviceName', 'servicePort']) {
        if (!(key in backend)) continue
        const { serviceName: name, servicePort: port } = backend
        const isWhole =
          typeof name === 'string' && (typeof port === 'number' || typeof port === 'string')
        const others = Object.keys(backend).filter(one => !/^service(?:Name|Port)$/.test(one))
        report({
          at: [...at, key],
          part: 'entry',
          message: `\`${key}\` is not a field of a backend in networking.k8s.io/v1.`,
          fixes:
            isWhole && others.length === 0
              ? [
                  {
                    title: 'Write the backend as networking.k8s.io/v1 has it',
                    safe: true,
                    preferred: true,
                    change: edit => edit.set(at, { service: { name, port: portOf(port) } })
                  }
                ]
              : []
        })
      }
  }
})

interface BackendPlace {
  readonly backend: Readonly<Record<string, unknown>>
  readonly at: FieldPath
}

function backendsIn(ingress: Ingress): BackendPlace[] {
  const { defaultBackend, rules } = recordOf(ingress.spec)
  const paths = itemsOf(rules).flatMap((rule, i) =>
    itemsOf(recordOf(recordOf(rule).http).paths).map((path, j) => ({
      backend: recordOf(path).backend,
      at: ['spec', 'rules', i, 'http', 'paths', j, 'backend']
    }))
  )
  return [{ backend: defaultBackend, at: ['spec', 'defaultBackend'] }, ...paths].flatMap(
    ({ backend, at }) => (isRecord(backend) ? [{ backend, at }] : [])
  )
}

/** A number in quotes was a number to the old versions, too. */
function portOf(port: unknown): { readonly number: number } | { readonly name: string } {
  const text = String(port)
  return /^\d+$/.test(text) ? { number: Number(text) } : { name: text }
}
