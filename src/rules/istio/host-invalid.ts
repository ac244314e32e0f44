import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { destinationsOf, networkingKeys, specOf } from '../shared/istio.ts'
import { matchesOf } from '../shared/istio-parts.ts'
import { hostFault, hostOfUrl, type HostForm } from '../shared/istio-host.ts'
import { setTo } from '../shared/set-to.ts'

const gateway = (host: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: ["${host}"]
`

export default defineRule({
  id: 'istio/host-invalid',
  appliesTo: [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry'],
    ...['WorkloadEntry', 'Sidecar']
  ].flatMap(networkingKeys),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'hostname'],
  what: 'The name of a host is none.',
  why: 'Istio refuses the object: a host is a DNS name, whose first part may be or begin with a wildcard.',
  todo: 'Write the name alone, without scheme, port and path; in a Gateway, the whole name, with `namespace/` before it if need be.',
  docs: {
    bad: gateway('https://shop.example'),
    good: gateway('shop.example'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
      'https://istio.io/latest/docs/reference/config/networking/gateway/#Server'
    ]
  },

  check({ manifest, report }) {
    const seen = new Set<string>()
    for (const { field, host, form } of hostsOf(manifest)) {
      const isRepeated = field.at.includes('hosts') && form.short && seen.has(host)
      seen.add(host)
      const isHarmless = isRepeated && manifest.object.kind === 'ServiceEntry'
      const message = isRepeated ? `${host} stands twice.` : hostFault(host, form)
      if (message === undefined) continue
      const meant = hostOfUrl(field.text ?? '')
      report({
        at: field.at,
        part: 'value',
        message,
        ...(isHarmless && { severity: 'hint', why: 'Once is enough.' }),
        fixes:
          meant !== undefined && hostFault(meant, form) === undefined ? setTo(field.at, meant) : []
      })
    }
  }
})

interface Host {
  readonly field: Field
  readonly host: string
  readonly form: HostForm
}

const name: HostForm = { short: true, address: false, everything: false, partialWildcard: true }

function hostsOf(manifest: Manifest): readonly Host[] {
  const spec = specOf(manifest)
  const all = (fields: readonly Field[], form: HostForm): readonly Host[] =>
    fields.flatMap(field => (field.text === undefined ? [] : [{ field, host: field.text, form }]))
  // What STATIC needs is another rule's.
  const isStatic = spec.get('resolution').text === 'STATIC'
  switch (manifest.object.kind) {
    case 'VirtualService':
      return [
        ...all(spec.get('hosts').items, { ...name, address: true, everything: true }),
        ...all(
          destinationsOf(spec).map(one => one.get('host')),
          name
        ),
        ...all(
          matchesOf(spec, 'tls').flatMap(match => match.get('sniHosts').items),
          { ...name, address: true, everything: true }
        ).filter(({ host }) => !host.startsWith('outbound_'))
      ]
    case 'Sidecar':
      return all([spec.get('outboundTrafficPolicy', 'egressProxy', 'host')], name)
    case 'WorkloadEntry':
      return all(
        [spec.get('address')].filter(
          ({ text }) => text !== '' && !(text ?? '').startsWith('unix://')
        ),
        { ...name, address: true }
      )
    case 'DestinationRule':
      return all([spec.get('host')], { ...name, everything: true })
    case 'ServiceEntry':
      return [
        ...all(spec.get('hosts').items, { ...name, everything: true }),
        ...all(
          spec
            .get('endpoints')
            .items.map(endpoint => endpoint.get('address'))
            .filter(({ text }) => !isStatic && text?.startsWith('unix://') !== true),
          { ...name, address: true }
        )
      ]
    default:
      return spec
        .get('servers')
        .items.flatMap(server => server.get('hosts').items)
        .flatMap(serverHost)
  }
}

/** A host of a Gateway may have the namespace of the routes before a slash. */
function serverHost(field: Field): readonly Host[] {
  const { text } = field
  if (text === undefined) return []
  const form = {
    short: false,
    address: !text.includes(':'),
    everything: true,
    partialWildcard: false
  }
  const [, host] = /^(?:\*|\.|[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\/([^/]*)$/.exec(text) ?? []
  return [{ field, host: host ?? text, form }]
}
