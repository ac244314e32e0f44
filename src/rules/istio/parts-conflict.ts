import type { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import {
  isFilledIn,
  isGiven,
  isMessage,
  matchesOf,
  portPoliciesOf,
  sourcesOf,
  type FieldFault as Fault
} from '../shared/istio-parts.ts'

const rule = (split: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec:
  host: web
  trafficPolicy:
    outlierDetection:
      consecutiveLocalOriginFailures: 5
${split}`

export default defineRule({
  id: 'istio/parts-conflict',
  appliesTo: [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'Sidecar'].flatMap(networkingKeys),
    ...securityKeys('AuthorizationPolicy')
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['istio'],
  what: 'Two parts of the object do not go together, or one needs another that is not there.',
  why: 'Istio refuses the object.',
  todo: 'Keep one of the two, or write what the part needs.',
  docs: {
    bad: rule(''),
    good: rule('      splitExternalLocalOriginErrors: true\n'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
      'https://pkg.go.dev/istio.io/istio/pkg/config/validation'
    ]
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const { field, message } of faultsOf(manifest))
      report({
        at: field.at,
        part: typeof field.at.at(-1) === 'number' ? 'value' : 'key',
        message
      })
  }
})

function faultsOf(manifest: Manifest): readonly Fault[] {
  const spec = specOf(manifest)
  switch (manifest.object.kind) {
    case 'VirtualService':
      return routeFaults(spec)
    case 'DestinationRule':
      return portPoliciesOf(spec).flatMap(policyFaults)
    case 'Gateway':
      return spec.get('servers').items.flatMap(serverFaults)
    case 'Sidecar':
      return sidecarFaults(spec.get('outboundTrafficPolicy'))
    default:
      return authorizationFaults(spec)
  }
}

/** The second of two fields where both are given. */
function together(parent: Field, first: string, second: string, why: string): readonly Fault[] {
  const [one, other] = [parent.get(first), parent.get(second)]
  return isGiven(one) && isGiven(other)
    ? [{ field: other, message: `\`${second}\` stands beside \`${first}\`: ${why}.` }]
    : []
}

function routeFaults(spec: Field): readonly Fault[] {
  // Other VirtualServices delegate to one without hosts, and they say by which gateways it is reached.
  const isDelegate = !isGiven(spec.get('hosts'))
  return [
    ...(isDelegate && isGiven(spec.get('gateways'))
      ? [
          {
            field: spec.get('gateways'),
            message:
              'A VirtualService without hosts is delegated to, and has no gateways of its own.'
          }
        ]
      : []),
    ...['tls', 'tcp']
      .map(key => spec.get(key))
      .filter(field => isDelegate && isGiven(field))
      .map(field => ({
        field,
        message: 'A VirtualService without hosts is delegated to, which is for `http` alone.'
      })),
    ...spec.get('http').items.flatMap(http => retryFaults(http.get('retries'))),
    ...(isDelegate ? [] : serverNameFaults(spec)),
    ...spec.get('http').items.flatMap((http): readonly Fault[] => {
      const delegate = http.get('delegate')
      if (isMessage(delegate))
        return [
          ...['route', 'redirect']
            .map(key => http.get(key))
            .filter(field => (field.isList ? isGiven(field) : isMessage(field)))
            .map(field => ({
              field,
              message: `\`${String(field.at.at(-1))}\` stands beside \`delegate\`: the other VirtualService decides what happens.`
            })),
          ...(isDelegate
            ? [{ field: delegate, message: 'What is delegated to can’t delegate in turn.' }]
            : [])
        ]
      const response = http.get('directResponse')
      return [
        ...together(http.get('redirect'), 'uri', 'prefixRewrite', 'one of them is the new path'),
        ...together(http, 'mirror', 'mirrors', 'write all of them in `mirrors`'),
        ...together(http.get('rewrite'), 'uri', 'uriRegexRewrite', 'one of them is the new path'),
        ...['fault', 'rewrite']
          .map(key => http.get(key))
          .filter(field => isMessage(response) && isMessage(field))
          .map(field => ({
            field,
            message: `\`${String(field.at.at(-1))}\` has no effect beside \`directResponse\`.`
          }))
      ]
    })
  ]
}

/** The names of TLS that a route is for are among the hosts, or part of one with a wildcard. */
function serverNameFaults(spec: Field): readonly Fault[] {
  const hosts = spec.get('hosts').texts
  if (hosts.some(isFilledIn)) return []
  return matchesOf(spec, 'tls')
    .flatMap(match => match.get('sniHosts').items)
    .filter(({ text }) => text !== undefined && !isFilledIn(text) && !parseIp(text))
    .filter(({ text = '' }) => !hosts.some(host => isPartOf(text, host)))
    .map(field => ({
      field,
      message: `${field.text ?? ''} is none of the hosts of the VirtualService.`
    }))
}

function isPartOf(name: string, host: string): boolean {
  if (!host.startsWith('*')) return name === host
  return name.startsWith('*')
    ? name.length >= host.length && name.slice(1).endsWith(host.slice(1))
    : name.endsWith(host.slice(1))
}

/** No attempts are the default, and everything else of the retries says how to make some. */
function retryFaults(retries: Field): readonly Fault[] {
  if ((retries.get('attempts').number ?? 0) !== 0) return []
  return ['perTryTimeout', 'retryOn', 'retryRemoteLocalities']
    .map(key => retries.get(key))
    .filter(field => (field.at.at(-1) === 'retryOn' ? isGiven(field) : isMessage(field)))
    .map(field => ({
      field,
      message: `\`${String(field.at.at(-1))}\` needs \`attempts\` of 1 or more: without it, nothing is tried again.`
    }))
}

function policyFaults(policy: Field): readonly Fault[] {
  const outlier = policy.get('outlierDetection')
  const failures = outlier.get('consecutiveLocalOriginFailures')
  const balancer = policy.get('loadBalancer')
  const locality = balancer.get('localityLbSetting')
  const pool = policy.get('connectionPool', 'http')
  return [
    ...((failures.number ?? 0) > 0 && outlier.get('splitExternalLocalOriginErrors').value !== true
      ? [
          {
            field: failures,
            message:
              '`consecutiveLocalOriginFailures` needs `splitExternalLocalOriginErrors: true`: failures to connect are not counted on their own without it.'
          }
        ]
      : []),
    ...together(locality, 'distribute', 'failover', 'one of them says where requests go'),
    ...['interval', 'timeout']
      .filter(() => isMessage(pool.get('http2KeepAlive')))
      .filter(key => !isMessage(pool.get('http2KeepAlive', key)))
      .map(key => ({
        field: pool.get('http2KeepAlive'),
        message: `\`http2KeepAlive\` needs \`${key}\`, too.`
      })),
    ...(pool.get('h2UpgradePolicy').text === 'UPGRADE' &&
    pool.get('useClientProtocol').value === true
      ? [
          {
            field: pool.get('useClientProtocol'),
            message:
              '`useClientProtocol` keeps the protocol that `h2UpgradePolicy: UPGRADE` changes.'
          }
        ]
      : [])
  ]
}

const encrypted = ['HTTPS', 'TLS']
const plain = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY']

function serverFaults(server: Field): readonly Fault[] {
  const port = server.get('port')
  const tls = server.get('tls')
  const protocol = (port.get('protocol').text ?? '').toUpperCase()
  const faults: Fault[] = []
  const target = port.get('targetPort')
  if ((target.number ?? 0) > 0)
    faults.push({ field: target, message: '`targetPort` means nothing in a Gateway.' })
  if (!isMessage(tls) || protocol === '' || protocol.includes('$') || encrypted.includes(protocol))
    return faults
  if (!plain.includes(protocol)) {
    if (['TCP', 'MONGO', 'REDIS', 'MYSQL'].includes(protocol))
      faults.push({ field: tls, message: `A port for ${protocol} has no TLS of its own.` })
    return faults
  }
  // A port for HTTP may only send people to HTTPS.
  const mode = tls.get('mode').text ?? 'PASSTHROUGH'
  const isTerminated = !['PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(mode)
  const keys = ['caCertificates', 'privateKey', 'serverCertificate'].map(key => tls.get(key))
  const [own = isTerminated ? tls.get('mode') : undefined] = keys.filter(isGiven)
  if (own)
    faults.push({
      field: own,
      message: `A port for ${protocol} does not end TLS: \`httpsRedirect\` alone goes with it.`
    })
  return faults
}

function sidecarFaults(policy: Field): readonly Fault[] {
  const proxy = policy.get('egressProxy')
  // REGISTRY_ONLY is the first of the modes, so it is the one when none is given.
  return isMessage(proxy) && policy.get('mode').text !== 'ALLOW_ANY'
    ? [{ field: proxy, message: '`egressProxy` needs `mode: ALLOW_ANY`.' }]
    : []
}

/** What only mutual TLS tells, which an external provider is not asked about. */
const unsupported = [
  ...['namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts', 'trustDomains'],
  ...['notTrustDomains', 'principals', 'notPrincipals', 'requestPrincipals', 'notRequestPrincipals']
]

function authorizationFaults(spec: Field): readonly Fault[] {
  const provider = spec.get('provider')
  const action = spec.get('action')
  if (action.text !== 'CUSTOM')
    return isMessage(provider)
      ? [{ field: provider, message: '`provider` goes with `action: CUSTOM` alone.' }]
      : []
  return [
    ...(isGiven(provider.get('name')) || !isGiven(spec.get('rules'))
      ? []
      : [{ field: action, message: '`action: CUSTOM` needs `provider.name`, who is asked.' }]),
    ...sourcesOf(spec)
      .flatMap(source => unsupported.map(key => source.get(key)))
      .filter(isGiven)
      .map(field => ({
        field,
        message: `\`${String(field.at.at(-1))}\` does not go with \`action: CUSTOM\`.`
      }))
  ]
}
