import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { traefikKeys } from '../shared/traefik.ts'

const middleware = (spec: string): string => `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: api, namespace: shop }
spec:
  stripPrefix: { prefixes: [/api] }
${spec}`

export default defineRule({
  id: 'traefik/middleware-types',
  appliesTo: traefikKeys('Middleware', 'MiddlewareTCP'),
  scope: 'manifest',
  severity: 'error',
  tags: ['traefik'],
  what: 'A Middleware is of two types.',
  why: 'Traefik builds one of one type only and takes every route that names another out of service.',
  todo: 'Write a Middleware for each type, and name them in the order in which they work, or in a `chain`.',
  docs: {
    bad: middleware('  compress: {}\n'),
    good: middleware(''),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/middleware/'
    ]
  },

  check({ manifest, report }) {
    const types = new Field(manifest.object).get('spec').entries
    if (types.length < 2) return
    const names = types.map(([name]) => name)
    for (const [name, field] of types.slice(1))
      report({
        at: field.at,
        message: `The Middleware is a ${names[0] ?? ''} already; it can't be a ${name}, too.`
      })
  }
})
