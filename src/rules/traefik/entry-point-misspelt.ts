import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { slipOf } from '../shared/slip-of.ts'
import { ingressRoute, routeKinds, traefikKeys } from '../shared/traefik.ts'
import { setTo } from '../shared/set-to.ts'

/** The entry points of the chart and of the product's own documentation. */
const usual = ['web', 'websecure', 'traefik', 'metrics']

const right = ingressRoute('Host(`shop.example`)')

export default defineRule({
  id: 'traefik/entry-point-misspelt',
  appliesTo: traefikKeys(...routeKinds),
  scope: 'manifest',
  severity: 'warning',
  tags: ['traefik'],
  what: 'An entry point is written with a slip.',
  why: 'Traefik has no entry point of that name, so no request reaches the route.',
  todo: 'Write the name as Traefik has it: `web` and `websecure` with the chart.',
  docs: {
    bad: right.replace('websecure', 'websecrue'),
    good: right,
    see: ['https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/']
  },

  check({ manifest, report }) {
    for (const item of new Field(manifest.object).get('spec', 'entryPoints').items) {
      const name = item.text
      if (name === undefined || usual.includes(name)) continue
      const meant = slipOf(name, usual.slice(1))
      if (meant === undefined) continue
      report({
        at: item.at,
        part: 'value',
        message: `${name} is no entry point; ${meant} is.`,
        fixes: setTo(item.at, meant)
      })
    }
  }
})
