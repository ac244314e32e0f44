import type { Ingress, IngressClass } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import type { WorkspaceView } from '../workspace-view.ts'

interface Controller {
  readonly name: string
  /** How its annotations begin. */
  readonly prefix: RegExp
  /** How its classes are called as a rule. */
  readonly className: RegExp
  /** The value of spec.controller of its IngressClasses. */
  readonly controller: RegExp
}

const controllers: readonly Controller[] = [
  {
    name: 'ingress-nginx',
    prefix: /^nginx\.ingress\.kubernetes\.io\//,
    className: /^(?:ingress-)?nginx$/,
    controller: /^k8s\.io\/ingress-nginx/
  },
  {
    name: 'Traefik',
    prefix: /^traefik\.ingress\.kubernetes\.io\//,
    className: /^traefik$/,
    controller: /^traefik\.io\//
  },
  {
    name: 'the AWS Load Balancer Controller',
    prefix: /^alb\.ingress\.kubernetes\.io\//,
    className: /^alb$/,
    controller: /^ingress\.k8s\.aws\//
  },
  {
    name: 'HAProxy',
    prefix: /^(?:haproxy(?:-ingress)?\.(?:org|github\.io)|ingress\.kubernetes\.io)\//,
    className: /^haproxy$/,
    controller: /haproxy/
  },
  {
    name: 'Kong',
    prefix: /^konghq\.com\//,
    className: /^kong$/,
    controller: /^ingress-controllers\.konghq\.com\//
  },
  {
    name: 'the NGINX Ingress Controller of F5',
    prefix: /^nginx\.(?:org|com)\//,
    className: /^nginx-ingress$/,
    controller: /^nginx\.org\//
  },
  {
    name: 'Contour',
    prefix: /^projectcontour\.io\//,
    className: /^contour$/,
    controller: /^projectcontour\.io\//
  }
]

export default defineRule<Ingress>({
  id: 'ingress/annotations-of-another-controller',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'reference'],
  what: 'The annotations are those of another controller than the one that serves the Ingress.',
  why: 'Each controller reads annotations with its own prefix and ignores all others, so what they ask for does not happen: no rewrite, no redirect, no limit.',
  todo: 'Use what the controller of the class has for it.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/rewrite-target: /
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    traefik.ingress.kubernetes.io/router.middlewares: shop-strip@kubernetescrd
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/']
  },

  check({ manifest, workspace, report }) {
    const keys = Object.keys(manifest.object.metadata.annotations ?? {})
    const own = controllerOf(workspace, manifest)
    // Annotations for several controllers are there on purpose.
    if (!own || keys.some(key => own.prefix.test(key))) return
    const strange = keys.find(key => controllers.some(one => one.prefix.test(key)))
    if (strange === undefined) return
    if (strange.startsWith(oldPrefix)) {
      reportOldPrefix(strange, own, report)
      return
    }
    const other = controllers.find(one => one.prefix.test(strange))
    // Both controllers for NGINX call their class `nginx`, unless its object says which one it is.
    if (other?.name.includes('F5') && own.className.test('nginx')) return
    report({
      at: ['metadata', 'annotations', strange],
      part: 'key',
      message: `The class ${String(manifest.object.spec?.ingressClassName)} is that of ${own.name}, which does not read annotations of ${String(other?.name)}.`
    })
  }
})

function controllerOf(
  workspace: WorkspaceView,
  { object }: Manifest<Ingress>
): Controller | undefined {
  const name = object.spec?.ingressClassName
  if (name === undefined) return undefined
  const own = (
    workspace.all('networking.k8s.io/v1/IngressClass') as readonly Manifest<IngressClass>[]
  ).find(one => one.name === name)
  const controller = own?.object.spec?.controller
  return controllers.find(one =>
    controller === undefined ? one.className.test(name) : one.controller.test(controller)
  )
}

/** What controllers read before each had a prefix of its own. */
const oldPrefix = 'ingress.kubernetes.io/'

function reportOldPrefix(key: string, own: Controller, report: (found: Report) => void): void {
  const isNginx = own.name === 'ingress-nginx'
  const newKey = `nginx.${key}`
  report({
    at: ['metadata', 'annotations', key],
    part: 'key',
    message: isNginx
      ? `The prefix is of 2017; ingress-nginx reads \`${newKey}\`.`
      : `The prefix is of 2017; ${own.name} does not read it.`,
    ...(isNginx && { todo: 'Write `nginx.` before it.' }),
    fixes: isNginx
      ? [
          {
            title: `Write \`${newKey}\``,
            safe: false,
            preferred: true,
            change: edit => edit.renameKey(['metadata', 'annotations', key], newKey)
          }
        ]
      : []
  })
}
