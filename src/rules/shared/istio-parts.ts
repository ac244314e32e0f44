import type { Field } from '../../base/field.ts'
import { destinationsOf } from './istio.ts'

/** What Istio refuses about a field. */
export interface FieldFault {
  readonly field: Field
  readonly message: string
}

/** Whether a field says something: Istio takes null, an empty text and a list or map without anything for nothing. */
export function isGiven(field: Field): boolean {
  const { value } = field
  return value !== undefined && value !== null && value !== '' && !field.isEmpty
}

/** Whether a message of Istio is there, be it an empty one. */
export function isMessage(field: Field): boolean {
  return field.value !== undefined && field.value !== null
}

/** What a template or a script fills in before Istio sees it. */
export function isFilledIn(text: string | undefined): boolean {
  return text !== undefined && /[${]/.test(text)
}

/** The conditions of the routes of a VirtualService. */
export function matchesOf(spec: Field, ...lists: readonly ('http' | 'tls' | 'tcp')[]): Field[] {
  return lists
    .flatMap(list => spec.get(list).items)
    .flatMap(route => route.get('match').items)
    .filter(match => match.isMap)
}

/** The traffic policies of a DestinationRule: its own and those of its subsets. */
export function trafficPoliciesOf(spec: Field): Field[] {
  return [spec, ...spec.get('subsets').items].map(one => one.get('trafficPolicy'))
}

/** Everything that has outlier detection, a pool and a load balancer: policies and those of their ports. */
export function portPoliciesOf(spec: Field): Field[] {
  return trafficPoliciesOf(spec).flatMap(policy => [
    policy,
    ...policy.get('portLevelSettings').items
  ])
}

/** `from[].source` and `to[].operation` of an AuthorizationPolicy. */
export function sourcesOf(spec: Field): Field[] {
  return spec
    .get('rules')
    .items.flatMap(rule => rule.get('from').items)
    .map(from => from.get('source'))
}

export function operationsOf(spec: Field): Field[] {
  return spec
    .get('rules')
    .items.flatMap(rule => rule.get('to').items)
    .map(to => to.get('operation'))
}

/** The values that the conditions of an AuthorizationPolicy compare some property with. */
export function conditionsOf(spec: Field, property: RegExp): Field[] {
  return spec
    .get('rules')
    .items.flatMap(rule => rule.get('when').items)
    .filter(when => property.test(when.get('key').text ?? ''))
    .flatMap(when => ['values', 'notValues'].flatMap(key => when.get(key).items))
}

/** What a VirtualService does to headers, on routes and on their destinations. */
export function headerChangesOf(spec: Field): Field[] {
  return spec
    .get('http')
    .items.flatMap(http => [http, ...http.get('route').items])
    .map(one => one.get('headers'))
}

/** Ports that a request is sent to. */
export function destinationPortsOf(spec: Field): Field[] {
  return destinationsOf(spec).map(one => one.get('port'))
}
