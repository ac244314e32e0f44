import type { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { parseGoDuration } from '../../model/go-duration.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import { hostFault } from '../shared/istio-host.ts'
import { localityFaults } from '../shared/istio-localities.ts'
import {
  isFilledIn,
  type FieldFault,
  portPoliciesOf,
  sourcesOf,
  trafficPoliciesOf
} from '../shared/istio-parts.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const route = (retryOn: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - route: [{ destination: { host: web } }]
      retries: { attempts: 3, retryOn: "${retryOn}" }
`

export default defineRule({
  id: 'istio/value-refused',
  appliesTo: [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry'].flatMap(networkingKeys),
    ...['AuthorizationPolicy', 'RequestAuthentication'].flatMap(securityKeys)
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'route'],
  what: 'A value is none of those that Istio takes at this place.',
  why: 'Istio refuses the object.',
  todo: 'Write one of the values that the field takes.',
  docs: {
    bad: route('5xx,gateway-eror'),
    good: route('5xx,gateway-error'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
      'https://pkg.go.dev/istio.io/istio/pkg/config/validation'
    ]
  },

  check({ manifest, report }) {
    for (const { field, message, meant } of faultsOf(manifest))
      report({
        at: field.at,
        part: field.isMap ? 'key' : 'value',
        message,
        fixes: setTo(field.at, meant)
      })
  }
})

interface Fault extends FieldFault {
  readonly meant?: string | undefined
}

function faultsOf(manifest: Manifest): readonly Fault[] {
  const spec = specOf(manifest)
  switch (manifest.object.kind) {
    case 'VirtualService':
      return [
        ...spec.get('http').items.flatMap(httpFaults),
        ...repeated(spec.get('exportTo'), manifest)
      ]
    case 'DestinationRule':
      return [
        ...policyFaults(spec),
        ...placeFaults(spec),
        ...repeated(spec.get('exportTo'), manifest)
      ]
    case 'Gateway':
      return spec.get('servers').items.flatMap(server => bindFaults(server.get('bind')))
    case 'ServiceEntry':
      return repeated(spec.get('exportTo'), manifest)
    default:
      return [
        ...[spec.get('targetRef'), ...spec.get('targetRefs').items].flatMap(targetFaults),
        ...sourcesOf(spec)
          .flatMap(source => ['trustDomains', 'notTrustDomains'].map(key => source.get(key)))
          .flatMap(list => list.items)
          .filter(({ text }) => text?.includes('/') === true && !isFilledIn(text))
          .map(field => ({
            field,
            message: `${field.text ?? ''} is no trust domain: it has a slash.`
          }))
      ]
  }
}

/** Names of namespaces that are there twice; a dot is the own one. */
function repeated(list: Field, { namespace }: Manifest): readonly Fault[] {
  const names = list.items.map(({ text }) => (text === '.' ? namespace : text))
  return list.items
    .filter((_, i) => names[i] !== undefined && names.indexOf(names[i]) < i)
    .map(field => ({ field, message: `${field.text ?? ''} is there twice.` }))
}

function bindFaults(field: Field): readonly Fault[] {
  const { text } = field
  return text === undefined ||
    text === '' ||
    text.startsWith('unix://') ||
    isFilledIn(text) ||
    parseIp(text)
    ? []
    : [{ field, message: `${text} is no address to listen on.` }]
}

/** What a policy can be attached to: `allowedTargetRefs` of Istio's validation. */
const targets: Readonly<Record<string, string>> = {
  Service: '',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io'
}

function targetFaults(ref: Field): readonly Fault[] {
  const [kind, group] = [ref.get('kind'), ref.get('group')]
  if (kind.text === undefined || isFilledIn(kind.text) || isFilledIn(group.text)) return []
  const wanted = Object.hasOwn(targets, kind.text) ? targets[kind.text] : undefined
  if (wanted === undefined)
    return [
      {
        field: kind,
        message: `A policy can’t be attached to ${kind.text}, but to Service, ServiceEntry, Gateway and GatewayClass.`,
        meant: slipOf(kind.text, Object.keys(targets))
      }
    ]
  const own = group.text === 'core' ? '' : (group.text ?? '')
  return own === wanted
    ? []
    : [
        {
          field: group.isThere ? group : kind,
          message: `${kind.text} is of the group ${wanted === '' ? 'that has no name' : wanted}.`,
          ...(group.isThere && { meant: wanted })
        }
      ]
}

function placeFaults(spec: Field): readonly Fault[] {
  return portPoliciesOf(spec)
    .map(policy => policy.get('loadBalancer'))
    .flatMap((balancer): readonly Fault[] => {
      const size = balancer.get('consistentHash', 'maglev', 'tableSize')
      return [
        ...localityFaults(balancer.get('localityLbSetting')),
        ...(size.number !== undefined && !isTableSize(size.number)
          ? [
              {
                field: size,
                message: `${size.number} is no size of a table: it is a prime number below 5000011.`
              }
            ]
          : [])
      ]
    })
}

function isTableSize(size: number): boolean {
  if (size < 2 || size >= 5_000_011) return size === 1
  for (let factor = 2; factor * factor <= size; factor++) if (size % factor === 0) return false
  return true
}

const corsMethods = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*']
]

const retryPolicies = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx'],
  ...['refused-stream', 'retriable-status-codes', 'retriable-headers', 'envoy-ratelimited'],
  ...['http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal'],
  ...['resource-exhausted', 'unavailable']
]

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const grpcStatuses = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND'],
  ...['ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION'],
  ...['ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'],
  'UNAUTHENTICATED'
]

function httpFaults(http: Field): readonly Fault[] {
  const redirect = http.get('redirect')
  const cors = http.get('corsPolicy')
  const http2 = http.get('fault', 'abort', 'http2Error')
  return [
    ...(http2.text === undefined
      ? []
      : [{ field: http2, message: 'Istio can’t abort by an error of HTTP/2; take `httpStatus`.' }]),
    ...numberFaults(http.get('fault', 'abort', 'httpStatus'), 200, 600, 'status of HTTP'),
    ...numberFaults(http.get('directResponse', 'status'), 200, 600, 'status of HTTP'),
    // A zero is as good as no code.
    ...numberFaults(redirect.get('redirectCode'), 300, 399, 'status that redirects', 0),
    ...numberFaults(http.get('retries', 'attempts'), 0, Infinity, 'number of attempts'),
    ...choiceFaults([http.get('fault', 'abort', 'grpcStatus')], grpcStatuses, 'status of gRPC'),
    ...choiceFaults(given([redirect.get('scheme')]), ['http', 'https'], 'scheme of a redirect'),
    ...choiceFaults(cors.get('allowMethods').items, corsMethods, 'method that CORS knows'),
    ...retryFaults(http.get('retries', 'retryOn'))
  ]
}

/** A list of policies with commas between, each a name or a status; a blank belongs to the name. */
function retryFaults(field: Field): readonly Fault[] {
  const { text } = field
  if (text === undefined || text === '' || isFilledIn(text)) return []
  const names = text.split(',')
  const wrong = names.filter(name => !retryPolicies.includes(name) && !isStatus(name))
  const [first] = wrong
  if (first === undefined) return []
  const mended = names.map(name => mendedPolicy(name))
  return [
    {
      field,
      message:
        first.trim() !== first && mendedPolicy(first) !== undefined
          ? 'There may be no blanks between the policies.'
          : `${first === '' ? 'An empty text' : first} is no policy of when to try again.`,
      meant: mended.every(name => name !== undefined) ? mended.join(',') : undefined
    }
  ]
}

function mendedPolicy(name: string): string | undefined {
  const own = name.trim()
  return retryPolicies.includes(own) || isStatus(own) ? own : slipOf(own, retryPolicies)
}

/** A status that has a name: https://www.iana.org/assignments/http-status-codes */
function isStatus(text: string): boolean {
  return /^(?:10[0-3]|20[0-8]|226|30[0-57-8]|4(?:0\d|1[0-8]|2[1-689]|31|51)|50[0-8]|51[01])$/.test(
    text
  )
}

function policyFaults(spec: Field): readonly Fault[] {
  const tunnels = trafficPoliciesOf(spec).map(policy => policy.get('tunnel', 'protocol'))
  const pools = portPoliciesOf(spec).map(policy => policy.get('connectionPool'))
  const hashes = portPoliciesOf(spec).map(policy => policy.get('loadBalancer', 'consistentHash'))
  return [
    ...choiceFaults(given(tunnels), ['CONNECT', 'POST'], 'protocol of a tunnel'),
    ...trafficPoliciesOf(spec)
      .map(policy => policy.get('tunnel', 'targetHost'))
      .flatMap((field): readonly Fault[] => {
        const form = { short: true, address: true, everything: false, partialWildcard: false }
        const { text = '' } = field
        const fault =
          field.text === undefined
            ? undefined
            : text.startsWith('*')
              ? `${text} is no one host.`
              : hostFault(text, form)
        return fault === undefined ? [] : [{ field, message: fault }]
      }),
    ...[
      ...pools.map(pool => pool.get('tcp', 'idleTimeout')),
      ...hashes.map(hash => hash.get('httpCookie', 'ttl')),
      ...trafficPoliciesOf(spec).map(policy => policy.get('retryBudget', 'budgetInterval'))
    ].flatMap(durationFaults),
    ...pools
      .flatMap(pool => [
        ...['maxConnections'].map(key => pool.get('tcp', key)),
        ...[
          ...['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection'],
          ...['maxRetries', 'maxConcurrentStreams']
        ].map(key => pool.get('http', key))
      ])
      .flatMap(field => numberFaults(field, 0, Infinity, 'number of these'))
  ]
}

function given(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ text }) => text !== '')
}

function numberFaults(
  field: Field,
  least: number,
  most: number,
  what: string,
  unset?: number
): readonly Fault[] {
  const { number } = field
  if (number === undefined || number === unset || (number >= least && number <= most)) return []
  const range =
    most === Infinity ? `${least} or more` : `from ${least} to ${most === 600 ? 599 : most}`
  return [{ field, message: `${number} is no ${what}: it is ${range}.` }]
}

function choiceFaults(
  fields: readonly Field[],
  choices: readonly string[],
  what: string
): readonly Fault[] {
  return fields.flatMap(field => {
    const { text } = field
    if (text === undefined || isFilledIn(text) || choices.includes(text)) return []
    const other = choices.find(one => one.toLowerCase() === text.toLowerCase())
    return [
      {
        field,
        message:
          other === undefined
            ? `${text === '' ? 'An empty text' : text} is no ${what}.`
            : `${text} is no ${what}; ${other} is one.`,
        meant: other ?? slipOf(text, choices)
      }
    ]
  })
}

function durationFaults(field: Field): readonly Fault[] {
  const { text } = field
  if (
    text === undefined ||
    isFilledIn(text) ||
    parseGoDuration(text.replace(/^[-+]/, '')) !== undefined
  )
    return []
  return [
    { field, message: `${text === '' ? 'An empty text' : text} is no duration, such as 30s or 1h.` }
  ]
}
