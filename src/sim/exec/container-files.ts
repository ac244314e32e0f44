import { recordOf, stringOf } from '../../base/json.ts'
import { hostnameOf, podIpsOf, type Container, type Pod } from '../../model/pod.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import type { Network } from '../../net/network.ts'
import { resolverConfigOf } from '../../net/resolver-config.ts'

/** The files of a container that Kubernetes puts there; undefined for those that an image would bring. */
export function containerFile(
  network: Network,
  pod: Pod,
  container: Container,
  path: string
): string | undefined {
  switch (path) {
    case '/etc/resolv.conf':
      return resolvConf(network, pod)
    case '/etc/hosts':
      return hosts(pod)
    case '/etc/hostname':
      return `${hostnameOf(pod)}\n`
    case '/var/run/secrets/kubernetes.io/serviceaccount/namespace':
      return pod.metadata.namespace
    default:
      return mountedFile(network, pod, container, path)
  }
}

function resolvConf(network: Network, pod: Pod): string {
  const { search, nameservers, ndots, otherOptions } = resolverConfigOf(network, pod)
  const lines = [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map(server => `nameserver ${server}`),
    `options ${[...otherOptions, `ndots:${ndots}`].sort().join(' ')}`
  ]
  return `${lines.join('\n')}\n`
}

function hosts(pod: Pod): string {
  const own = podIpsOf(pod).map(ip => `${ip}\t${hostnameOf(pod)}`)
  const aliases = (pod.spec?.hostAliases ?? []).map(
    alias => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}`
  )
  const lines = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    ...own,
    ...(aliases.length > 0 ? ['', '# Entries added by HostAliases.', ...aliases] : [])
  ]
  return `${lines.join('\n')}\n`
}

/** A key of a ConfigMap that a volume mounts. */
export function mountedFile(
  network: Network,
  pod: Pod,
  container: Container,
  path: string
): string | undefined {
  for (const mount of container.volumeMounts ?? []) {
    const volume = pod.spec?.volumes?.find(one => one.name === mount.name)
    const source = recordOf(volume?.configMap)
    const map = configMap(network, pod, stringOf(source.name))
    if (!map) continue
    const subPath = stringOf(recordOf(mount).subPath)
    if (subPath !== undefined && path === mount.mountPath) return map.data?.[keyOf(source, subPath)]
    const folder = mount.mountPath.endsWith('/') ? mount.mountPath : `${mount.mountPath}/`
    if (subPath !== undefined || !path.startsWith(folder)) continue
    const text = map.data?.[keyOf(source, path.slice(folder.length))]
    if (text !== undefined) return text
  }
  return undefined
}

function configMap(network: Network, pod: Pod, name: string | undefined): ConfigMap | undefined {
  return network
    .list('v1/ConfigMap')
    .find(
      one => one.metadata.name === name && one.metadata.namespace === pod.metadata.namespace
    ) as ConfigMap | undefined
}

/** The key behind a file name: `items` renames keys. */
function keyOf(source: Readonly<Record<string, unknown>>, file: string): string {
  const items = Array.isArray(source.items) ? source.items.map(recordOf) : []
  const item = items.find(one => one.path === file)
  return stringOf(item?.key) ?? file
}
