import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { setTo } from '../shared/set-to.ts'
import { traefikGroup } from '../shared/traefik.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const key = 'traefik.ingress.kubernetes.io/router.middlewares'

const ingress = (value: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    ${key}: ${value}
spec:
  ingressClassName: traefik
  defaultBackend: { service: { name: web, port: { number: 80 } } }
`

export default defineRule({
  id: 'traefik/annotation-middleware',
  appliesTo: ['networking.k8s.io/v1/Ingress', 'v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['traefik', 'ingress'],
  what: 'An annotation names a middleware in a way that Traefik does not read.',
  why: 'The middleware is then looked for among those of Ingresses, where there is none, and the router is taken out of service.',
  todo: 'Write `namespace-name@kubernetescrd`, several with commas between.',
  docs: {
    bad: ingress('shop/strip-api'),
    good: ingress('shop-strip-api@kubernetescrd'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/#on-ingress'
    ]
  },

  check({ manifest, workspace, report }) {
    const annotation = new Field(manifest.object).get('metadata', 'annotations', key)
    const text = annotation.text
    if (text === undefined || /\$\{|\{\{/.test(text)) return
    const names = text.split(',').map(name => name.trim())
    const namespaceOf = bareNames(workspace)
    const unmarked = names.find(name => name !== '' && !name.includes('@'))
    const bare = names.find(name => namespaceOf.has(name))
    const wrong = unmarked ?? bare
    if (wrong === undefined) return
    const mended = names
      .map(name =>
        namespaceOf.has(name)
          ? `${namespaceOf.get(name) ?? manifest.namespace ?? 'default'}-${name}`
          : whole(name, manifest.namespace)
      )
      .join(',')
    report({
      at: annotation.at,
      part: 'value',
      message:
        unmarked === undefined
          ? `${wrong} lacks the namespace of the middleware before its name.`
          : `${wrong} does not say that it is a custom resource.`,
      fixes: /[/]/.test(mended) ? [] : setTo(annotation.at, mended)
    })
  }
})

function whole(name: string, namespace: string | undefined): string {
  if (name.includes('@')) return name
  if (name.includes('/')) return `${name.replace('/', '-')}@kubernetescrd`
  return namespace === undefined || name.startsWith(`${namespace}-`)
    ? `${name}@kubernetescrd`
    : `${namespace}-${name}@kubernetescrd`
}

/** Middlewares as `name@kubernetescrd`, which none is called, with their namespaces. */
function bareNames(workspace: WorkspaceView): ReadonlyMap<string, string | undefined> {
  const all = workspace.ofKind(traefikGroup, 'Middleware')
  const whole = new Set(all.map(one => `${one.namespace ?? 'default'}-${one.name ?? ''}`))
  return new Map(
    all.flatMap(({ name, namespace }) =>
      // Another may be in a namespace that the name begins with: `shop-strip` is `strip` of shop as well.
      name === undefined || whole.has(name) || name.includes('-')
        ? []
        : [[`${name}@kubernetescrd`, namespace]]
    )
  )
}
