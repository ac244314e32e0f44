import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import {
  emptyPolicyParts,
  emptyPool,
  emptyRouteParts,
  emptyRuleTexts
} from '../shared/istio-empty-parts.ts'
import { isGiven, isMessage, trafficPoliciesOf } from '../shared/istio-parts.ts'

const route = (http: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - match: [{ uri: { prefix: /old } }]
${http}`

export default defineRule({
  id: 'istio/nothing-to-do',
  appliesTo: [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'Sidecar'].flatMap(networkingKeys),
    ...securityKeys('AuthorizationPolicy'),
    ...['v1', 'v1alpha1'].map(version => `telemetry.istio.io/${version}/Telemetry`)
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['istio'],
  what: 'A part of the object says nothing, where something has to be said.',
  why: 'Istio refuses the object.',
  todo: 'Write what is to be done, or remove the part.',
  docs: {
    bad: route('      headers: { request: { set: { x-old: "1" } } }\n'),
    good: route('      route: [{ destination: { host: web } }]\n'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const fault of faultsOf(manifest)) report({ part: 'key', ...fault })
  }
})

type Fault = Pick<Report, 'at' | 'message' | 'part'>

function faultsOf(manifest: Manifest): readonly Fault[] {
  const spec = specOf(manifest)
  switch (manifest.object.kind) {
    case 'VirtualService':
      return [...virtualServiceFaults(spec), ...emptyRouteParts(spec)]
    case 'DestinationRule':
      return [
        ...trafficPoliciesOf(spec)
          .filter(policy => policy.isMap && policy.entries.every(([, one]) => isUnsaid(one)))
          .map(({ at }) => ({ at, message: 'The traffic policy is empty.' })),
        ...emptyPolicyParts(spec)
      ]
    case 'Telemetry':
      return telemetryFaults(spec)
    case 'Gateway':
      return gatewayFaults(spec)
    case 'Sidecar': {
      const says = ['egress', 'ingress', 'inboundConnectionPool'].some(
        key => !isNothing(spec.get(key))
      )
      // Without a mode it is the first of them, which is a word as well.
      return says || isMessage(spec.get('outboundTrafficPolicy'))
        ? emptyPool(spec.get('inboundConnectionPool'))
        : [{ at: spec.at, message: 'The Sidecar says nothing about what goes in or out.' }]
    }
    default:
      return [...spec.get('rules').items.flatMap(ruleFaults), ...emptyRuleTexts(spec)]
  }
}

function virtualServiceFaults(spec: Field): readonly Fault[] {
  const http = spec.get('http')
  if (['http', 'tcp', 'tls'].every(key => isNothing(spec.get(key))))
    return [{ at: spec.at, message: 'There are no routes: `http`, `tcp` and `tls` are missing.' }]
  return http.items.flatMap((one): readonly Fault[] => {
    const answers = ['route', 'redirect', 'directResponse', 'delegate'].map(key => one.get(key))
    if (answers.every(answer => !answer.isThere || (answer.isList && answer.isEmpty)))
      return [
        {
          at: one.at,
          message: 'The route has no answer: neither `route`, `redirect` nor `directResponse`.'
        }
      ]
    const redirect = one.get('redirect')
    return [
      ...(redirect.isMap && redirect.isEmpty
        ? [{ at: redirect.at, message: 'The redirect changes nothing.' }]
        : []),
      ...['rewrite', 'fault']
        .map(key => one.get(key))
        .filter(other => redirect.isThere && other.isThere)
        .map(({ at }) => ({
          at,
          message: `\`${String(at.at(-1))}\` has no effect beside a redirect, and Istio refuses both together.`
        }))
    ]
  })
}

function gatewayFaults(spec: Field): readonly Fault[] {
  if (isNothing(spec.get('servers')))
    return [{ at: spec.at, message: 'The Gateway has no servers.' }]
  return spec
    .get('servers')
    .items.map(server => server.get('hosts'))
    .filter(hosts => hosts.isList && hosts.isEmpty)
    .map(({ at }) => ({ at, message: 'The server is for no host.' }))
}

function ruleFaults(rule: Field): readonly Fault[] {
  const sources = rule.get('from').items.filter(from => !from.get('source').isThere)
  const operations = rule.get('to').items.filter(to => !to.get('operation').isThere)
  return [
    ...sources.map(({ at }) => ({ at, message: 'The source says nothing about who asks.' })),
    ...operations.map(({ at }) => ({
      at,
      message: 'The operation says nothing about what is asked.'
    })),
    ...rule
      .get('when')
      .items.filter(one => isNothing(one.get('values')) && isNothing(one.get('notValues')))
      .map(({ at }) => ({ at, message: 'The condition has no values.' }))
  ]
}

/** A list without anything is as good as none to Istio; a map without anything is a part. */
function isUnsaid(field: Field): boolean {
  return !isMessage(field) || (field.isList && field.isEmpty)
}

/** Tags of metrics are given a value unless they are removed; an UPSERT that is written is told by its own schema. */
function telemetryFaults(spec: Field): readonly Fault[] {
  return spec
    .get('metrics')
    .items.flatMap(metrics => metrics.get('overrides').items)
    .flatMap(override => override.get('tagOverrides').entries)
    .filter(([, tag]) => !isGiven(tag.get('operation')) && !isGiven(tag.get('value')))
    .map(([name, { at }]) => ({ at, message: `The tag ${name} needs a \`value\`.` }))
}

function isNothing(field: Field): boolean {
  return !field.isThere || field.isEmpty
}
