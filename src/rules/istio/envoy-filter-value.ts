import type { Field } from '../../base/field.ts'
import { parseGoDuration } from '../../model/go-duration.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { luaFilter } from '../shared/istio-examples.ts'
import { isFilledIn, isMessage, type FieldFault } from '../shared/istio-parts.ts'
import { setTo } from '../shared/set-to.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule({
  id: 'istio/envoy-filter-value',
  appliesTo: networkingKeys('EnvoyFilter'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'envoy'],
  what: 'What an EnvoyFilter puts into Envoy cannot be read.',
  why: 'Istio reads it as Envoy does, and refuses the object.',
  todo: 'Write the type of the configuration in `@type`, as the page of the filter at envoyproxy.io shows it.',
  docs: {
    bad: luaFilter(),
    good: luaFilter('envoy.extensions.filters.http.lua.v3.Lua'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch',
      'https://www.envoyproxy.io/docs/envoy/latest/configuration/overview/extension'
    ]
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const one of specOf(manifest).get('configPatches').items) {
      // What is for waypoints is not looked at.
      if (one.get('match', 'context').text === 'WAYPOINT') continue
      const value = one.get('patch', 'value')
      const applyTo = one.get('applyTo').text ?? ''
      const own = applyTo === 'CLUSTER' ? clusterFaults(value) : []
      const typed = configurationsOf(value, applyTo).flatMap(typeFaults)
      for (const { field, message, meant } of [...own, ...typed])
        report({
          at: field.at,
          part: field.isMap ? 'key' : 'value',
          message,
          fixes: setTo(field.at, meant)
        })
    }
  }
})

interface Fault extends FieldFault {
  readonly meant?: string | undefined
}

/**
 * Configurations that say of which type they are, at the places where the patched part has one. Elsewhere the same names
 * mean nothing, and are passed over.
 */
function configurationsOf(value: Field, applyTo: string): readonly Field[] {
  const within = (parts: readonly Field[]): readonly Field[] =>
    parts.flatMap(part => [part.get('typed_config'), part.get('typedConfig')])
  switch (applyTo) {
    case 'HTTP_FILTER':
    case 'NETWORK_FILTER':
    case 'LISTENER_FILTER':
    case 'EXTENSION_CONFIG':
      return within([value])
    case 'FILTER_CHAIN':
      return within(value.get('filters').items)
    case 'LISTENER':
      return within(
        ['filter_chains', 'filterChains']
          .flatMap(key => value.get(key).items)
          .flatMap(chain => chain.get('filters').items)
      )
    case 'CLUSTER':
      return within(['transport_socket', 'transportSocket'].map(key => value.get(key)))
    default:
      return ['typed_per_filter_config', 'typedPerFilterConfig']
        .flatMap(key => value.get(key).entries)
        .map(([, one]) => one)
  }
}

function typeFaults(field: Field): readonly Fault[] {
  if (!isMessage(field)) return []
  if (!field.isMap) return [{ field, message: 'A configuration with `@type` belongs here.' }]
  const type = field.get('@type')
  const { text } = type
  if (!isMessage(type)) return [{ field, message: 'The configuration has no `@type`.' }]
  if (isFilledIn(text) || /^(?:.*\/)?[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/.test(text ?? '')) return []
  return [{ field: type, message: `${text ?? 'This'} is no type of a configuration of Envoy.` }]
}

const policies = [
  ...['ROUND_ROBIN', 'LEAST_REQUEST', 'RING_HASH', 'RANDOM', 'MAGLEV', 'CLUSTER_PROVIDED'],
  'LOAD_BALANCING_POLICY_CONFIG'
]
const discoveries = ['STATIC', 'STRICT_DNS', 'LOGICAL_DNS', 'EDS', 'ORIGINAL_DST']

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/cluster.proto */
function clusterFaults(cluster: Field): readonly Fault[] {
  const either = (snake: string, camel: string): readonly Field[] =>
    [cluster.get(snake), cluster.get(camel)].filter(isMessage)
  return [
    ...either('connect_timeout', 'connectTimeout')
      .filter(
        ({ text, isMap }) =>
          !isMap && !isFilledIn(text) && (text === undefined || parseGoDuration(text) === undefined)
      )
      .map(field => ({
        field,
        message: `${field.text === undefined || field.text === '' ? 'This' : field.text} is no duration, such as 5s.`
      })),
    ...choiceFaults(either('lb_policy', 'lbPolicy'), policies),
    ...choiceFaults(either('type', 'type').slice(0, 1), discoveries)
  ]
}

/** Numbers stand for the words, too. */
function choiceFaults(fields: readonly Field[], choices: readonly string[]): readonly Fault[] {
  return fields
    .filter(({ text }) => text !== undefined && !isFilledIn(text) && !choices.includes(text))
    .map(field => ({
      field,
      message: `${field.text === '' ? 'An empty text' : (field.text ?? '')} is none of ${choices.join(', ')}.`,
      meant: slipOf(field.text, choices)
    }))
}
