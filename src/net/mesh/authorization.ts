import { itemsOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import { cidrContains, cidrOfIp, parseCidr, parseIp } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { podIpsOf, type Pod } from '../../model/pod.ts'
import { matchesLabels, type Labels } from '../../model/selector.ts'
import { splitQuery } from '../gateway/route-match.ts'
import type { ServedRequest } from '../http.ts'
import { labelsOf, namespaceOf, titleOf, type Network } from '../network.ts'

/** What AuthorizationPolicies say of a request. `unknown` depends on an identity that mTLS would prove. */
export type Authorization =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'denied' | 'unknown'; readonly by: KubeObject; readonly reason: string }

/** Where Istio itself lives; its policies without a selector are for every namespace. */
const rootNamespace = 'istio-system'

/**
 * Whether the proxy before a Pod lets a request in: what a DENY policy matches is denied, and where there are
 * ALLOW policies one of them has to match.
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorize(network: Network, request: ServedRequest): Authorization {
  const policies = policiesFor(network, request.pod)
  const ofAction = (action: string): readonly KubeObject[] =>
    policies.filter(one => (stringOf(recordOf(one.spec).action) ?? 'ALLOW') === action)
  for (const policy of [...ofAction('CUSTOM'), ...ofAction('DENY')]) {
    const isCustom = recordOf(policy.spec).action === 'CUSTOM'
    const holds = policyHolds(policy, request)
    if (holds === false) continue
    if (holds === undefined || isCustom) return unknown(policy)
    return { verdict: 'denied', by: policy, reason: `${titleOf(policy)} denies it.` }
  }
  const allowing = ofAction('ALLOW')
  const answers = allowing.map(policy => ({ policy, holds: policyHolds(policy, request) }))
  const [first] = answers
  if (!first || answers.some(one => one.holds === true)) return { verdict: 'allowed' }
  const open = answers.find(one => one.holds === undefined)
  if (open) return unknown(open.policy)
  return {
    verdict: 'denied',
    by: first.policy,
    reason: `${allowing.map(titleOf).join(' and ')} allow other requests, and not this one.`
  }
}

function unknown(policy: KubeObject): Authorization {
  return {
    verdict: 'unknown',
    by: policy,
    reason: `${titleOf(policy)} asks who is calling, which only mTLS between real proxies can prove.`
  }
}

function policiesFor(network: Network, pod: Pod): readonly KubeObject[] {
  return ['v1', 'v1beta1']
    .flatMap(version => network.list(`security.istio.io/${version}/AuthorizationPolicy`))
    .filter(policy => {
      const home = namespaceOf(policy)
      const wanted = recordOf(recordOf(recordOf(policy.spec).selector).matchLabels) as Labels
      return (
        (home === rootNamespace || home === namespaceOf(pod)) &&
        matchesLabels(wanted, labelsOf(pod))
      )
    })
}

/** Whether a PeerAuthentication wants mutual TLS before a Pod; the one that is nearest to the Pod decides. */
export function asksForMutualTls(network: Network, pod: Pod): boolean {
  const all = ['v1', 'v1beta1'].flatMap(version =>
    network.list(`security.istio.io/${version}/PeerAuthentication`)
  )
  const selectorOf = (one: KubeObject): Labels =>
    recordOf(recordOf(recordOf(one.spec).selector).matchLabels) as Labels
  const own = all.filter(one => namespaceOf(one) === namespaceOf(pod))
  const isFor = (one: KubeObject): boolean => Object.keys(selectorOf(one)).length > 0
  const nearest =
    own.find(one => isFor(one) && matchesLabels(selectorOf(one), labelsOf(pod))) ??
    own.find(one => !isFor(one)) ??
    all.find(one => namespaceOf(one) === rootNamespace && !isFor(one))
  return recordOf(recordOf(nearest?.spec).mtls).mode === 'STRICT'
}

/** Three answers: true, false, and undefined for "it depends on who is calling". */
type Holds = boolean | undefined

function policyHolds(policy: KubeObject, request: ServedRequest): Holds {
  const rules = itemsOf(recordOf(policy.spec).rules).map(recordOf)
  return any(rules.map(rule => ruleHolds(rule, request)))
}

/** All parts have to hold; a part that is left out holds. */
function ruleHolds(rule: UnknownRecord, request: ServedRequest): Holds {
  const from = itemsOf(rule.from).map(one => recordOf(recordOf(one).source))
  const to = itemsOf(rule.to).map(one => recordOf(recordOf(one).operation))
  const when = itemsOf(rule.when).map(recordOf)
  return all([
    from.length === 0 || any(from.map(source => sourceHolds(source, request))),
    to.length === 0 || any(to.map(operation => operationHolds(operation, request))),
    ...when.map(condition => conditionHolds(condition, request))
  ])
}

function any(parts: readonly Holds[]): Holds {
  if (parts.includes(true)) return true
  return parts.includes(undefined) ? undefined : false
}

function all(parts: readonly Holds[]): Holds {
  if (parts.includes(false)) return false
  return parts.includes(undefined) ? undefined : true
}

function sourceHolds(source: UnknownRecord, { from }: ServedRequest): Holds {
  const blocks = (field: string): readonly string[] => itemsOf(source[field]).map(String)
  const isIn = (list: readonly string[]): boolean =>
    podIpsOf(from).some(text => list.some(block => blockHolds(block, text)))
  const named = Object.keys(source).filter(
    field => !['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'].includes(field)
  )
  return all([
    source.ipBlocks === undefined || isIn(blocks('ipBlocks')),
    source.remoteIpBlocks === undefined || isIn(blocks('remoteIpBlocks')),
    !isIn([...blocks('notIpBlocks'), ...blocks('notRemoteIpBlocks')]),
    named.length === 0 ? true : undefined
  ])
}

function blockHolds(block: string, text: string): boolean {
  const ip = parseIp(text)
  const own = parseIp(block)
  const cidr = own ? cidrOfIp(own) : parseCidr(block)
  return ip !== undefined && cidr !== undefined && cidrContains(cidr, ip)
}

function operationHolds(operation: UnknownRecord, request: ServedRequest): Holds {
  const [path] = splitQuery(request.path)
  const values: Readonly<Record<string, string>> = {
    hosts: request.headers.host ?? '',
    ports: String(request.port),
    methods: request.method,
    paths: path
  }
  return Object.entries(values).every(([field, value]) => {
    const wanted = itemsOf(operation[field]).map(String)
    const not = itemsOf(operation[`not${field.charAt(0).toUpperCase()}${field.slice(1)}`]).map(
      String
    )
    const fits = (pattern: string): boolean => patternHolds(pattern, value)
    return (wanted.length === 0 || wanted.some(fits)) && !not.some(fits)
  })
}

/** A star at one end stands for any text, alone for any text that is there. */
function patternHolds(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== ''
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1))
  return pattern === value
}

function conditionHolds({ key, values, notValues }: UnknownRecord, request: ServedRequest): Holds {
  const header = /^request\.headers\[(.+)\]$/.exec(stringOf(key) ?? '')?.[1]
  const value =
    header !== undefined
      ? (request.headers[header.toLowerCase()] ?? '')
      : key === 'destination.port'
        ? String(request.port)
        : undefined
  // Everything else is about identities and connections.
  if (value === undefined) return undefined
  const wanted = itemsOf(values).map(String)
  const fits = (pattern: string): boolean => patternHolds(pattern, value)
  return (wanted.length === 0 || wanted.some(fits)) && !itemsOf(notValues).map(String).some(fits)
}
