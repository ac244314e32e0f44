import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { ingressPathsOf, nginxPrefix } from '../shared/ingress-paths.ts'

const target = `${nginxPrefix}rewrite-target`

export default defineRule<Ingress>({
  id: 'ingress/rewrite-group-missing',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'nginx', 'routing'],
  what: 'The rewrite uses a group that no path of the Ingress has, or throws the rest of the path away.',
  why: 'In rewrite-target $1 and $2 are what the groups of the path matched. Without such a group they are empty; and a target without any group sends every path below the prefix to the same page.',
  todo: 'Put the rest of the path into a group, as in /api(/|$)(.*), and use it as $2.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/rewrite-target: /$2
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /api, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://kubernetes.github.io/ingress-nginx/examples/rewrite/']
  },

  check({ manifest, report }) {
    const value = manifest.object.metadata.annotations?.[target]
    if (typeof value !== 'string' || manifest.partial) return
    const wanted = Math.max(0, ...[...value.matchAll(/\$(\d)/g)].map(match => Number(match[1])))
    const paths = ingressPathsOf(manifest.object)
    const groups = paths.map(({ entry: { path = '' } }) => (path.match(/\((?!\?)/g) ?? []).length)
    if (paths.length === 0) return
    const at = ['metadata', 'annotations', target]
    if (wanted > Math.max(0, ...groups))
      report({
        at,
        part: 'value',
        message: `\$${wanted} is empty: no path has ${wanted === 1 ? 'a group' : `${wanted} groups`}.`
      })
    else if (wanted === 0 && value === '/' && paths.every(({ entry }) => catchesRest(entry.path)))
      report({
        at,
        part: 'value',
        message: `What ${paths.map(({ entry }) => entry.path).join(', ')} catches is not used, so every request goes to /.`,
        todo: 'Put the group into the target, such as `/$2` for the second one.'
      })
    else if (wanted === 0 && paths.every(isPrefixBelowRoot))
      report({
        at,
        part: 'value',
        message: `Every path below ${paths.map(({ entry }) => entry.path).join(', ')} becomes ${value}.`,
        severity: 'hint'
      })
  }
})

function isPrefixBelowRoot({
  entry: { path = '/', pathType }
}: ReturnType<typeof ingressPathsOf>[number]): boolean {
  return pathType === 'Prefix' && path !== '/' && !/[(*]/.test(path)
}

/** A path that ends in a group for the rest, which nobody writes to throw it away. */
function catchesRest(path = ''): boolean {
  return /\(\.\*\)\$?$/.test(path)
}
