import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { slipOf } from '../shared/slip-of.ts'
import { namesOf, namedByRoutes, traefikKeys, traefikObjects } from '../shared/traefik.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (name: string): string => `apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: { name: canary, namespace: shop }
spec: { weighted: { services: [{ name: v1, port: 80, weight: 9 }, { name: v2, port: 80, weight: 1 }] } }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: web, namespace: shop }
spec:
  routes:
    - kind: Rule
      match: Host(\`shop.example\`)
      services: [{ kind: TraefikService, name: ${name} }]
`

export default defineRule({
  id: 'traefik/traefik-service-missing',
  appliesTo: traefikKeys('IngressRoute', 'TraefikService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['traefik', 'reference'],
  what: 'A TraefikService is named that is not here, while the one that is meant is.',
  why: 'Traefik leaves the route out, so requests get 404. Without `kind: TraefikService` a Service of that name is looked for.',
  todo: 'Write the name as it is, and `kind: TraefikService`.',
  docs: {
    bad: manifests('canray'),
    good: manifests('canary'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/'
    ]
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const named = [
      ...namedByRoutes(manifest, 'services'),
      ...spec.get('weighted', 'services').items,
      spec.get('mirroring'),
      ...spec.get('mirroring', 'mirrors').items
    ]
    for (const backend of named) {
      const name = backend.get('name')
      if (name.text === undefined || name.text.includes('@')) continue
      const namespace = backend.get('namespace').text
      const names = namesOf(traefikObjects(workspace, 'TraefikService', manifest, namespace))
      const kind = backend.get('kind').text ?? 'Service'
      const services = namesOf(
        workspace.all('v1/Service').filter(one => one.namespace === manifest.namespace)
      )
      const isOther =
        kind === 'Service' && names.includes(name.text) && !services.includes(name.text)
      if (isOther && !backend.get('port').isThere)
        report({
          at: name.at,
          part: 'value',
          message: `${name.text} is a TraefikService, and without its kind a Service is looked for.`,
          fixes: [
            {
              title: 'Insert `kind: TraefikService`',
              safe: false,
              preferred: true,
              change: edit => edit.insert(backend.at, 'kind', 'TraefikService', 'name')
            }
          ]
        })
      const meant =
        kind === 'TraefikService' && !names.includes(name.text)
          ? slipOf(name.text, names)
          : undefined
      if (meant !== undefined)
        report({
          at: name.at,
          part: 'value',
          message: `There is no TraefikService ${name.text} here; there is ${meant}.`,
          fixes: setTo(name.at, meant)
        })
    }
  }
})
