import { itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'
import { parseIp } from '../model/cidr.ts'
import type { KubeObject } from '../model/object.ts'
import type { DnsRecord, RecordType, ZoneAnswer } from './dns-record.ts'
import { nameOf, namespaceOf, titleOf, type Network } from './network.ts'

export function serviceImports(network: Network): readonly KubeObject[] {
  return ['v1alpha1', 'v1beta1'].flatMap(version =>
    network.list(`multicluster.x-k8s.io/${version}/ServiceImport`)
  )
}

/**
 * What the zone of a clusterset says: `NAME.NAMESPACE.svc.clusterset.local` is the address of a ServiceImport.
 * https://github.com/kubernetes/enhancements/blob/master/keps/sig-multicluster/1645-multi-cluster-services-api/specification.md
 */
export function answerInClusterSet(
  network: Network,
  name: string,
  type: RecordType,
  { domain, ttl }: { readonly domain: string; readonly ttl: number }
): ZoneAnswer {
  const labels = name.slice(0, -`.${domain}.`.length).split('.')
  const [svc, namespace, service, protocol, port] = [...labels].reverse()
  const found = serviceImports(network).find(
    one => svc === 'svc' && nameOf(one) === service && namespaceOf(one) === namespace
  )
  if (!found)
    return {
      status: 'NXDOMAIN',
      answers: [],
      reason: `There is no ServiceImport ${namespace ?? ''}/${service ?? ''}, so the clusterset has no such name.`
    }
  const spec = recordOf(found.spec)
  const ips = itemsOf(spec.ips).map(String)
  const reason = `The name stands for ${titleOf(found)}.`
  if (protocol !== undefined || type === 'SRV') {
    const target = `${service ?? ''}.${namespace ?? ''}.svc.${domain}.`
    const answers = itemsOf(spec.ports)
      .map(recordOf)
      .filter(
        one =>
          (port === undefined || `_${stringOf(one.name) ?? ''}` === port) &&
          (protocol === undefined ||
            `_${(stringOf(one.protocol) ?? 'TCP').toLowerCase()}` === protocol)
      )
      .map((one): DnsRecord => ({
        type: 'SRV',
        name,
        ttl,
        priority: 0,
        weight: 100,
        port: numberOf(one.port) ?? 0,
        target
      }))
    return { status: 'NOERROR', answers: type === 'SRV' ? answers : [], reason }
  }
  const family = type === 'A' ? 'IPv4' : type === 'AAAA' ? 'IPv6' : undefined
  const answers = ips
    .filter(ip => family !== undefined && parseIp(ip)?.family === family)
    .map((address): DnsRecord => ({ type: type === 'A' ? 'A' : 'AAAA', name, ttl, address }))
  return { status: 'NOERROR', answers, reason }
}
