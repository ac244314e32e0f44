import type { Field } from '../../base/field.ts'
import { patternProblem } from '../../model/pattern-problem.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { isGiven, isMessage } from '../shared/istio-parts.ts'

const filter = (patch: string): string => `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: web, namespace: shop }
spec:
  configPatches:
    - applyTo: CLUSTER
      patch: ${patch}
`

export default defineRule({
  id: 'istio/envoy-filter-incomplete',
  appliesTo: networkingKeys('EnvoyFilter'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'envoy'],
  what: 'A patch of an EnvoyFilter lacks what it needs, or looks for it in the wrong place.',
  why: 'Istio refuses the object.',
  todo: 'Write `applyTo`, `patch.operation` and, for all operations but REMOVE, `patch.value`; in `match`, the part that `applyTo` is about.',
  docs: {
    bad: filter('{ operation: MERGE }'),
    good: filter('{ operation: MERGE, value: { connect_timeout: 5s } }'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch'
    ]
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const one of specOf(manifest).get('configPatches').items) {
      // What is for waypoints is not looked at.
      if (!one.isMap || one.get('match', 'context').text === 'WAYPOINT') continue
      const fault = patchFault(one) ?? matchFault(one)
      if (fault) report({ at: fault.field.at, part: fault.part ?? 'key', message: fault.message })
    }
  }
})

interface Fault {
  readonly field: Field
  readonly message: string
  readonly part?: 'key' | 'value'
}

function patchFault(one: Field): Fault | undefined {
  const isNone = (field: Field): boolean => !isGiven(field) || field.text === 'INVALID'
  if (isNone(one.get('applyTo'))) return { field: one, message: '`applyTo` is missing.' }
  const patch = one.get('patch')
  if (!isMessage(patch)) return { field: one, message: '`patch` is missing.' }
  const operation = patch.get('operation')
  if (isNone(operation)) return { field: patch, message: '`operation` is missing.' }
  if (operation.text !== 'REMOVE' && !isMessage(patch.get('value')))
    return {
      field: patch,
      message: `\`value\` is missing, which the operation ${operation.text ?? ''} puts there.`
    }
  const version = one.get('match', 'proxy', 'proxyVersion')
  const problem = patternProblem(version.text ?? '')
  return problem === undefined
    ? undefined
    : { field: version, message: `${problem}.`, part: 'value' }
}

/** The part of `match` that goes with what is patched. */
const placeOf: Readonly<Record<string, string>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster'
}

const connectionManagers = [
  'envoy.filters.network.http_connection_manager',
  'envoy.http_connection_manager'
]

function matchFault(one: Field): Fault | undefined {
  const applyTo = one.get('applyTo').text ?? ''
  const match = one.get('match')
  const place = placeOf[applyTo]
  if (place === undefined) return undefined
  const given = ['listener', 'routeConfiguration', 'cluster', 'waypoint']
    .map(key => match.get(key))
    .filter(isMessage)
  const [other] = given
  if (other && !isMessage(match.get(place)))
    return {
      field: other,
      message: `\`${String(other.at.at(-1))}\` does not go with ${applyTo}, which is found by \`${place}\`.`
    }
  const filter = match.get('listener', 'filterChain', 'filter')
  if (place !== 'listener' || !isMessage(filter)) return undefined
  if (!isGiven(filter.get('name')))
    return { field: filter, message: 'The filter has no name to be found by.' }
  const sub = filter.get('subFilter')
  if (!isMessage(sub)) return undefined
  if (applyTo !== 'HTTP_FILTER')
    return { field: sub, message: '`subFilter` goes with `applyTo: HTTP_FILTER` alone.' }
  if (!connectionManagers.includes(filter.get('name').text ?? ''))
    return {
      field: filter.get('name'),
      part: 'value',
      message: `A \`subFilter\` is found in ${connectionManagers[0] ?? ''} alone.`
    }
  return isGiven(sub.get('name'))
    ? undefined
    : { field: sub, message: 'The filter has no name to be found by.' }
}
