import { didYouMean } from '../../base/did-you-mean.ts'
import type { Field } from '../../base/field.ts'
import { cidrContains, parseCidr, parseIp } from '../../model/cidr.ts'
import { slipOf } from './slip-of.ts'

/** A value of a CNI configuration that a plugin refuses. */
export interface CniFault {
  readonly field: Field
  readonly message: string
  /** The one right value, where there is one. */
  readonly meant?: string | number | boolean
  /** The plugin takes it, and the network does not work. */
  readonly isTaken?: boolean
}

export const cniVersions = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0']

const plugins = [
  ...['bridge', 'macvlan', 'ipvlan', 'vlan', 'ptp', 'host-device', 'loopback', 'dummy', 'tap'],
  ...['portmap', 'bandwidth', 'firewall', 'sbr', 'tuning', 'vrf', 'sriov', 'ovs', 'flannel']
]
const ipams = ['host-local', 'dhcp', 'static', 'whereabouts']

const modes: Readonly<Record<string, readonly string[]>> = {
  macvlan: ['bridge', 'private', 'vepa', 'passthru'],
  ipvlan: ['l2', 'l3', 'l3s']
}

type Shape = 'boolean' | 'number' | 'text' | 'list' | 'map'

const words: Readonly<Record<Shape, string>> = {
  boolean: 'true or false without quotes',
  number: 'a whole number without quotes',
  text: 'a text in quotes',
  list: 'a list in brackets',
  map: 'an object in braces'
}

/** `boolean: 'a b'` gives a and b the shape of a boolean. */
function shapes(names: Partial<Record<Shape, string>>): Readonly<Record<string, Shape>> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([shape, list]) =>
      list.split(' ').map(key => [key, shape as Shape])
    )
  )
}

const network = shapes({
  text: 'cniVersion name type',
  boolean: 'disableCheck disableGC',
  list: 'plugins cniVersions'
})

const everyPlugin = shapes({ text: 'type name', map: 'capabilities ipam dns' })

/** What the plugins read, by their sources: https://github.com/containernetworking/plugins. */
const fields: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  bridge: shapes({
    text: 'bridge ipMasqBackend',
    boolean:
      'isGateway isDefaultGateway forceAddress ipMasq hairpinMode promiscMode preserveDefaultVlan macspoofchk enabledad disableContainerInterface portIsolation',
    number: 'mtu vlan',
    list: 'vlanTrunk'
  }),
  macvlan: shapes({ text: 'master mode', number: 'mtu bcqueuelen', boolean: 'linkInContainer' }),
  ipvlan: shapes({ text: 'master mode', number: 'mtu', boolean: 'linkInContainer' }),
  ptp: shapes({ boolean: 'ipMasq', number: 'mtu', text: 'ipMasqBackend' }),
  vlan: shapes({ text: 'master', number: 'vlanId mtu', boolean: 'linkInContainer' }),
  'host-device': shapes({ text: 'device hwaddr kernelpath pciBusID' }),
  tuning: shapes({ map: 'sysctl', text: 'mac', boolean: 'promisc allmulti', number: 'mtu txQLen' }),
  portmap: shapes({
    boolean: 'snat masqAll',
    number: 'markMasqBit',
    text: 'backend externalSetMarkChain',
    list: 'conditionsV4 conditionsV6'
  }),
  bandwidth: shapes({ number: 'ingressRate ingressBurst egressRate egressBurst' }),
  firewall: shapes({ text: 'backend iptablesAdminChainName firewalldZone ingressPolicy' }),
  sbr: shapes({ number: 'table' }),
  vrf: shapes({ text: 'vrfname', number: 'table' }),
  flannel: shapes({ map: 'delegate', text: 'subnetFile dataDir' })
}

const ipamFields: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  'host-local': shapes({
    text: 'subnet rangeStart rangeEnd gateway dataDir resolvConf',
    list: 'routes ranges'
  }),
  static: shapes({ list: 'addresses routes' }),
  dhcp: shapes({ text: 'daemonSocketPath', list: 'request provide' })
}

/** Values of the wrong type, capabilities, routes and gateways, of one network. */
export function valueFaults(root: Field, list: readonly Field[]): readonly CniFault[] {
  return [
    ...(root.get('plugins').isThere ? shapeFaults(root, network) : []),
    ...list.flatMap(plugin => {
      const ipam = plugin.get('ipam')
      return [
        ...shapeFaults(plugin, { ...everyPlugin, ...ownOf(fields, plugin.get('type').text) }),
        ...shapeFaults(ipam, ownOf(ipamFields, ipam.get('type').text)),
        ...capabilityFaults(plugin),
        ...(['host-local', 'static'].includes(ipam.get('type').text ?? '')
          ? ipam.get('routes').items.flatMap(routeFaults)
          : []),
        ...gatewayFaults(plugin, ipam)
      ]
    })
  ]
}

function ownOf<T>(
  table: Readonly<Record<string, Readonly<Record<string, T>>>>,
  key = ''
): Readonly<Record<string, T>> {
  return Object.hasOwn(table, key) ? (table[key] ?? {}) : {}
}

function shapeFaults(owner: Field, known: Readonly<Record<string, Shape>>): readonly CniFault[] {
  return Object.entries(known).flatMap(([key, shape]) => {
    const field = owner.get(key)
    return hasShape(field, shape) || isFilledIn(field) ? [] : [shapeFault(key, field, shape)]
  })
}

function shapeFault(key: string, field: Field, shape: Shape): CniFault {
  const meant = meantBy(field.value, shape)
  return {
    field,
    message: `${key} has to be ${words[shape]}.`,
    ...(meant !== undefined && { meant })
  }
}

/** What is absent, and null, leaves a field as it is. */
function hasShape({ value, isList, isMap }: Field, shape: Shape): boolean {
  if (value === undefined || value === null) return true
  if (shape === 'list') return isList
  if (shape === 'map') return isMap
  return shape === 'number'
    ? Number.isInteger(value)
    : typeof value === (shape === 'text' ? 'string' : 'boolean')
}

function meantBy(value: unknown, shape: Shape): string | number | boolean | undefined {
  if (shape === 'boolean' && typeof value === 'string')
    return { true: true, yes: true, on: true, false: false, no: false, off: false }[
      value.toLowerCase()
    ]
  if (shape === 'number' && typeof value === 'string')
    return /^(?:0|[1-9]\d{0,9})$/.test(value) ? Number(value) : undefined
  return shape === 'text' && typeof value === 'number' ? String(value) : undefined
}

/** A text that a script puts a value in the place of. */
function isFilledIn({ text }: Field): boolean {
  return text !== undefined && /__|\{\{|\$/.test(text)
}

function capabilityFaults(plugin: Field): readonly CniFault[] {
  return plugin
    .get('capabilities')
    .entries.filter(([, field]) => !hasShape(field, 'boolean') && !isFilledIn(field))
    .map(([key, field]) => shapeFault(key, field, 'boolean'))
}

function routeFaults(route: Field): readonly CniFault[] {
  const dst = route.get('dst')
  const gw = route.get('gw')
  const found: CniFault[] = [
    ...shapeFaults(route, shapes({ text: 'dst gw', number: 'mtu advmss priority table scope' }))
  ]
  const text = dst.text
  if (text !== undefined && !parseCidr(text) && !isFilledIn(dst)) {
    const meant = { '0.0.0.0': '0.0.0.0/0', default: '0.0.0.0/0', '::': '::/0' }[text]
    found.push({
      field: dst,
      message: parseIp(text)
        ? `${text} has no prefix length.`
        : `${text} is no range of addresses.`,
      ...(meant !== undefined && { meant })
    })
  }
  if (gw.text !== undefined && gw.text !== '' && !parseIp(gw.text) && !isFilledIn(gw))
    found.push({ field: gw, message: `${gw.text} is no address.` })
  return found
}

/** The bridge takes the address of the gateway, so its Pods reach it only in their own subnet. */
function gatewayFaults(plugin: Field, ipam: Field): readonly CniFault[] {
  const isGateway = ['isGateway', 'isDefaultGateway'].some(key =>
    ['true', 'yes'].includes(String(plugin.get(key).value))
  )
  if (plugin.get('type').text !== 'bridge' || !isGateway) return []
  if (ipam.get('type').text !== 'host-local') return []
  return [ipam, ...ipam.get('ranges').items.flatMap(set => set.items)].flatMap(range => {
    const subnet = range.get('subnet').text ?? ''
    const cidr = parseCidr(subnet)
    const field = range.get('gateway')
    const ip = parseIp(field.text ?? '')
    return cidr && ip && !cidrContains(cidr, ip)
      ? [{ field, isTaken: true, message: `The gateway ${field.text ?? ''} is not in ${subnet}.` }]
      : []
  })
}

/** A mode that the plugin does not have. */
export function modeFault(plugin: Field): CniFault | undefined {
  const type = plugin.get('type').text ?? ''
  const known = Object.hasOwn(modes, type) ? (modes[type] ?? []) : []
  const mode = plugin.get('mode')
  if (known.length === 0 || mode.text === undefined || mode.text === '') return undefined
  if (known.includes(mode.text) || isFilledIn(mode)) return undefined
  const meant = didYouMean(mode.text, known)
  return {
    field: mode,
    message: `${type} has no mode ${mode.text}; it has ${known.join(', ')}.`,
    ...(meant !== undefined && { meant })
  }
}

/** Fixed addresses without a prefix length, or that are none. */
export function staticFaults(plugin: Field): readonly CniFault[] {
  const ipam = plugin.get('ipam')
  if (ipam.get('type').text !== 'static') return []
  return ipam.get('addresses').items.flatMap(item => {
    const field = item.get('address')
    const text = field.text
    if (text === undefined || parseCidr(text) || isFilledIn(field)) return []
    return [
      {
        field,
        message: parseIp(text) ? `${text} has no prefix length.` : `${text} is no address.`
      }
    ]
  })
}

/** Names of plugins that are written with a slip. */
export function typeFaults(plugin: Field): readonly CniFault[] {
  return (
    [
      [plugin.get('type'), plugins],
      [plugin.get('ipam', 'type'), ipams]
    ] as const
  ).flatMap(([field, known]) => {
    const type = field.text
    if (type === undefined || known.includes(type)) return []
    const dashed = type.replaceAll('_', '-')
    const meant =
      slipOf(type, known) ??
      slipOf(dashed, known) ??
      known.find(name => name === dashed.toLowerCase())
    return meant === undefined
      ? []
      : [{ field, message: `There is no plugin ${type}; there is ${meant}.`, meant }]
  })
}
