import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingGroup, specOf } from '../shared/istio.ts'
import { luaFilter } from '../shared/istio-examples.ts'

export default defineRule({
  id: 'istio/envoy-api-v2',
  appliesTo: [`${networkingGroup}/v1alpha3/EnvoyFilter`],
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'envoy', 'version'],
  what: 'An EnvoyFilter has a type of the second version of Envoy’s API.',
  why: 'Envoy has had only the third version since 1.18, so the type is unknown: Istio refuses the object.',
  todo: 'Write the type of the third version, which begins with `envoy.extensions.` as a rule and ends in `.v3.Name`.',
  docs: {
    bad: luaFilter('envoy.config.filter.http.lua.v2.Lua'),
    good: luaFilter('envoy.extensions.filters.http.lua.v3.Lua'),
    see: ['https://www.envoyproxy.io/docs/envoy/latest/api/api_supported_versions']
  },

  check({ manifest, report }) {
    for (const patch of specOf(manifest).get('configPatches').items)
      for (const type of typesIn(patch.get('patch', 'value')))
        report({
          at: type.at,
          part: 'value',
          // Where it stands beside free text, Envoy alone reads it.
          ...(type.at.at(-1) !== '@type' && { severity: 'warning' }),
          message: `${(type.text ?? '').replace(/^.*\//, '')} is of Envoy’s API v2, which is gone.`
        })
  }
})

/** Every `@type` of the second version, however deep it stands. */
function typesIn(field: Field): readonly Field[] {
  if (field.isList) return field.items.flatMap(typesIn)
  return field.entries.flatMap(([key, value]) =>
    (key === '@type' || key === 'type_url' || key === 'typeUrl') &&
    /\/envoy\..*\.v2(?:alpha\d*)?\./.test(value.text ?? '')
      ? [value]
      : typesIn(value)
  )
}
