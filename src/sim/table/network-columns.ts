import { itemsOf, recordOf, stringOf } from '../../base/json.ts'
import type {
  Endpoints,
  EndpointSlice,
  Ingress,
  NetworkPolicy,
  Service
} from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { age, type Column, labelsText, nameColumn, selectorText, text } from './column.ts'

/** Columns of a CustomResourceDefinition say of a time that it is one. */
const ageOfCustom: Column = { ...age, type: 'date' }

export const networkColumns: Readonly<Record<string, readonly Column[]>> = {
  '/services': [
    nameColumn,
    text('Type', ['spec', 'type']),
    text('Cluster-IP', ['spec', 'clusterIP']),
    { name: 'External-IP', cell: service => externalIps(service as Service) },
    { name: 'Port(s)', cell: service => portsText(service as Service) },
    age,
    {
      name: 'Selector',
      wide: true,
      cell: service => labelsText((service as Service).spec?.selector ?? {})
    }
  ],
  '/endpoints': [
    nameColumn,
    { name: 'Endpoints', cell: endpoints => endpointsText(endpoints as Endpoints) },
    age
  ],
  'discovery.k8s.io/endpointslices': [
    nameColumn,
    text('AddressType', ['addressType']),
    {
      name: 'Ports',
      cell: slice => {
        const ports = ((slice as EndpointSlice).ports ?? []).map(one => String(one.port ?? '*'))
        return shortList(ports, '<unset>')
      }
    },
    {
      name: 'Endpoints',
      cell: slice =>
        shortList(
          ((slice as EndpointSlice).endpoints ?? []).flatMap(one => one.addresses),
          '<unset>'
        )
    },
    age
  ],
  'networking.k8s.io/servicecidrs': [
    nameColumn,
    {
      name: 'CIDRs',
      cell: range => itemsOf(recordOf(range.spec).cidrs).map(String).join(',')
    },
    age
  ],
  'networking.k8s.io/networkpolicies': [
    nameColumn,
    {
      name: 'Pod-Selector',
      cell: policy => selectorText((policy as NetworkPolicy).spec?.podSelector ?? {})
    },
    age
  ],
  'networking.k8s.io/ingresses': [
    nameColumn,
    {
      name: 'Class',
      cell: ingress =>
        (ingress as Ingress).spec?.ingressClassName ??
        ingress.metadata.annotations?.['kubernetes.io/ingress.class'] ??
        '<none>'
    },
    { name: 'Hosts', cell: ingress => hostsText(ingress as Ingress) },
    { name: 'Address', cell: ingress => addressesText((ingress as Ingress).status?.loadBalancer) },
    {
      name: 'Ports',
      cell: ingress => ((ingress as Ingress).spec?.tls?.length ? '80, 443' : '80')
    },
    age
  ],
  'networking.k8s.io/ingressclasses': [
    nameColumn,
    text('Controller', ['spec', 'controller']),
    {
      name: 'Parameters',
      cell: object => {
        const { kind, name } = recordOf(recordOf(object.spec).parameters)
        return typeof kind === 'string' && typeof name === 'string' ? `${kind}/${name}` : '<none>'
      }
    },
    age
  ],
  'gateway.networking.k8s.io/gatewayclasses': [
    nameColumn,
    text('Controller', ['spec', 'controllerName']),
    { name: 'Accepted', cell: object => conditionText(object, 'Accepted') },
    ageOfCustom,
    text('Description', ['spec', 'description'], true)
  ],
  'gateway.networking.k8s.io/gateways': [
    nameColumn,
    text('Class', ['spec', 'gatewayClassName']),
    {
      name: 'Address',
      cell: object => {
        const addresses = itemsOf(recordOf(object.status).addresses)
        return addresses.map(one => stringOf(recordOf(one).value) ?? '').join(',')
      }
    },
    { name: 'Programmed', cell: object => conditionText(object, 'Programmed') },
    ageOfCustom
  ],
  'gateway.networking.k8s.io/httproutes': [nameColumn, hostnames(), ageOfCustom],
  'gateway.networking.k8s.io/grpcroutes': [nameColumn, hostnames(), ageOfCustom]
}

function hostnames(): Column {
  return {
    name: 'Hostnames',
    cell: object => {
      const names = itemsOf(recordOf(object.spec).hostnames)
      return names.length === 0 ? '' : JSON.stringify(names)
    }
  }
}

function conditionText(object: KubeObject, type: string): string {
  const found = itemsOf(recordOf(object.status).conditions).find(one => recordOf(one).type === type)
  return stringOf(recordOf(found).status) ?? ''
}

function externalIps({ spec = {}, status }: Service): string {
  const given = spec.externalIPs ?? []
  switch (spec.type) {
    case 'ExternalName':
      return spec.externalName ?? '<none>'
    case 'LoadBalancer': {
      const ips = addressesText(status?.loadBalancer)
      const all = [ips, ...given].filter(ip => ip !== '')
      return all.length === 0 ? '<pending>' : all.join(',')
    }
    default:
      return given.length === 0 ? '<none>' : given.join(',')
  }
}

function addressesText(
  balancer: { readonly ingress?: readonly { ip?: string; hostname?: string }[] } | undefined
): string {
  return (balancer?.ingress ?? []).map(one => one.ip ?? one.hostname ?? '').join(',')
}

function portsText({ spec = {} }: Service): string {
  const ports = (spec.ports ?? []).map(({ port, nodePort, protocol = 'TCP' }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`
  )
  return ports.length === 0 ? '<none>' : ports.join(',')
}

function endpointsText({ subsets = [] }: Endpoints): string {
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(one => one.ip)
      : ports.flatMap(port => addresses.map(one => joinHostPort(one.ip, port.port)))
  )
  return shortList(all, '<none>')
}

function joinHostPort(ip: string, port: number | undefined): string {
  return ip.includes(':') ? `[${ip}]:${port ?? 0}` : `${ip}:${port ?? 0}`
}

/** The first three, and how many more there are. */
function shortList(items: readonly string[], none: string): string {
  if (items.length === 0) return none
  const shown = items.slice(0, 3).join(',')
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown
}

function hostsText({ spec = {} }: Ingress): string {
  const hosts = (spec.rules ?? []).map(rule => rule.host ?? '').filter(host => host !== '')
  return hosts.length === 0 ? '*' : shortList(hosts, '*')
}
