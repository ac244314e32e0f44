import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { ManifestEditor } from '../manifest-editor.ts'
import { ingressPathsOf } from '../shared/ingress-paths.ts'
import { looksLikePattern } from '../shared/path-pattern.ts'

export default defineRule<Ingress>({
  id: 'ingress/pattern-in-plain-path',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'routing'],
  what: 'A path that is taken literally is written as a pattern.',
  why: 'Prefix and Exact compare the text of the path as it stands. A star or a group in it stands for itself, so no usual request matches; ingress-nginx refuses such an Ingress.',
  todo: 'For everything below a path, write the path alone with Prefix; for a pattern of the controller use ImplementationSpecific.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /api/*, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /api, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types']
  },

  check({ manifest, report }) {
    const isRegex = usesPatterns(manifest.object)
    for (const { entry, at } of ingressPathsOf(manifest.object)) {
      const { path, pathType } = entry
      if (pathType !== 'Prefix' && pathType !== 'Exact') continue
      if (typeof path !== 'string' || !looksLikePattern(path)) continue
      const plain = path.replace(/\/?\.?\*$/, '') || '/'
      const asPattern = {
        title: 'Leave the pattern to the controller: ImplementationSpecific',
        safe: false,
        change: (edit: ManifestEditor) => edit.set([...at, 'pathType'], 'ImplementationSpecific')
      }
      report({
        at: [...at, 'path'],
        part: 'value',
        message: isRegex
          ? `ingress-nginx takes no pattern such as ${path} as ${pathType}.`
          : `With ${pathType} ${path} is compared letter by letter.`,
        fixes:
          isRegex || looksLikePattern(plain)
            ? [asPattern]
            : [
                {
                  title: `Use ${plain} with Prefix`,
                  safe: false,
                  preferred: pathType === 'Prefix',
                  change: edit => [
                    ...edit.set([...at, 'path'], plain),
                    ...(pathType === 'Prefix' ? [] : edit.set([...at, 'pathType'], 'Prefix'))
                  ]
                },
                asPattern
              ]
      })
    }
  }
})

/**
 * Whether ingress-nginx would read the paths as patterns; since 1.12 its webhook refuses them as Prefix and Exact
 * all the same (strict-validate-path-type).
 */
function usesPatterns({ metadata }: Ingress): boolean {
  const annotations = metadata.annotations ?? {}
  const prefix = 'nginx.ingress.kubernetes.io/'
  return (
    annotations[`${prefix}use-regex`] === 'true' ||
    /\$\d/.test(annotations[`${prefix}rewrite-target`] ?? '')
  )
}
