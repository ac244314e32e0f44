import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import { cidrContains, firstIpOf, formatIp, lastIpOf, parseCidr, parseIp } from '../model/cidr.ts'
import type { KubeObject } from '../model/object.ts'

/** One further network that a Pod asks for. https://k8snetworkplumbingwg.github.io/multus-cni/docs/how-to-use.html */
export interface AskedNetwork {
  readonly name: string
  readonly namespace: string
  readonly interfaceName?: string
  /** Addresses that the Pod asks for itself, with their prefix lengths. */
  readonly ips?: readonly string[]
}

export const networksAnnotation = 'k8s.v1.cni.cncf.io/networks'
export const networkStatusAnnotation = 'k8s.v1.cni.cncf.io/network-status'

/** The networks of the annotation: a list such as `ns/name@net1, other`, or JSON. A text says what is wrong. */
export function askedNetworks(text: string, namespace: string): readonly AskedNetwork[] | string {
  if (text.trim() === '') return []
  return text.trim().startsWith('[') ? fromJson(text, namespace) : fromWords(text, namespace)
}

function fromWords(text: string, namespace: string): readonly AskedNetwork[] | string {
  const found: AskedNetwork[] = []
  for (const word of text.split(',').map(one => one.trim())) {
    const match = /^(?:([a-z0-9-]+)\/)?([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(?:@([\w.-]+))?$/.exec(word)
    if (!match) return `"${word}" is no name of a network`
    const [, own, name = '', , interfaceName] = match
    found.push({ name, namespace: own ?? namespace, ...(interfaceName && { interfaceName }) })
  }
  return found
}

function fromJson(text: string, namespace: string): readonly AskedNetwork[] | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'the annotation is no JSON'
  }
  return itemsOf(value).map(one => {
    const fields = recordOf(one)
    const interfaceName = stringOf(fields.interface)
    const ips = itemsOf(fields.ips).map(String)
    return {
      name: stringOf(fields.name) ?? '',
      namespace: stringOf(fields.namespace) ?? namespace,
      ...(interfaceName !== undefined && { interfaceName }),
      ...(ips.length > 0 && { ips })
    }
  })
}

/** What a NetworkAttachmentDefinition plans for one more Pod. */
export interface PlannedAttachment {
  readonly ips: readonly string[]
  /** Why there are no addresses, when that is so. */
  readonly without?: string
}

/**
 * The addresses that a definition's IPAM would give, as far as it says them itself. `taken` are those that
 * others have of the same definition.
 */
export function plannedAttachment(
  definition: KubeObject,
  asked: AskedNetwork,
  taken: ReadonlySet<string>
): PlannedAttachment | string {
  const config = configOf(definition)
  if (typeof config === 'string') return config
  const plugins = itemsOf(config.plugins).map(recordOf)
  const ipam = recordOf((plugins[0] ?? config).ipam)
  const own = (asked.ips ?? []).map(withoutPrefix)
  if (own.length > 0) return { ips: own }
  switch (ipam.type) {
    case 'static':
      return {
        ips: itemsOf(ipam.addresses).map(one => withoutPrefix(String(recordOf(one).address)))
      }
    case 'host-local':
      return { ips: rangesOf(ipam).flatMap(range => freeIn(range, taken) ?? []) }
    case 'whereabouts':
      return { ips: freeIn({ subnet: ipam.range, ...ipam }, taken) ?? [] }
    case 'dhcp':
      return { ips: [], without: 'only a DHCP server of the network can tell the address' }
    default:
      return { ips: [], without: 'the definition has no IPAM, so the interface has no address' }
  }
}

/** The CNI configuration inside of a definition; a text is what is wrong with it. */
function configOf(definition: KubeObject): UnknownRecord | string {
  const text = stringOf(recordOf(definition.spec).config) ?? ''
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : 'spec.config is no JSON object'
  } catch {
    return 'spec.config is no JSON'
  }
}

/** One range of each set: a set per family. */
function rangesOf(ipam: UnknownRecord): readonly UnknownRecord[] {
  if (ipam.subnet !== undefined) return [ipam]
  return itemsOf(ipam.ranges).flatMap(set => {
    const [first] = itemsOf(set)
    return isRecord(first) ? [first] : []
  })
}

/** The lowest address that is free: the first of the subnet is its gateway's, unless the range begins elsewhere. */
function freeIn(range: UnknownRecord, taken: ReadonlySet<string>): readonly string[] | undefined {
  const cidr = parseCidr(String(range.subnet))
  if (!cidr) return undefined
  const start = parseIp(withoutPrefix(stringOf(range.rangeStart ?? range.range_start) ?? ''))
  const end = parseIp(stringOf(range.rangeEnd ?? range.range_end) ?? '')
  const gateway =
    stringOf(range.gateway) ?? formatIp({ ...firstIpOf(cidr), value: firstIpOf(cidr).value + 1n })
  const last = end?.value ?? lastIpOf(cidr).value - (cidr.family === 'IPv4' ? 1n : 0n)
  for (let value = start?.value ?? firstIpOf(cidr).value + 1n; value <= last; value++) {
    const address = formatIp({ family: cidr.family, value })
    if (!cidrContains(cidr, { family: cidr.family, value })) return undefined
    if (address !== gateway && !taken.has(address)) return [address]
  }
  return undefined
}

function withoutPrefix(text: string): string {
  return text.replace(/\/\d+$/, '')
}
