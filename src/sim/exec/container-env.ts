import { hostnameOf } from '../../model/pod.ts'
import { recordOf, stringOf, valueAt } from '../../base/json.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import type { Container, Pod } from '../../model/pod.ts'
import { clusterIpsOf, type Network } from '../../net/network.ts'

/** The environment of a container: what Kubernetes sets, then what the Pod's spec says. */
export function containerEnv(
  network: Network,
  pod: Pod,
  container: Container
): Record<string, string> {
  const env: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: hostnameOf(pod),
    ...serviceVariables(network, pod)
  }
  for (const source of (recordOf(container).envFrom as unknown[] | undefined) ?? []) {
    const name = stringOf(recordOf(recordOf(source).configMapRef).name)
    Object.assign(env, dataOf(network, pod, name))
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = valueFrom ? fromSource(network, pod, valueFrom) : (value ?? '')
    if (found !== undefined)
      env[name] = found.replaceAll(/\$\(([A-Za-z_]\w*)\)/g, (all, key: string) => env[key] ?? all)
  }
  return env
}

/** https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
function serviceVariables(network: Network, pod: Pod): Record<string, string> {
  const variables: Record<string, string> = {}
  if (recordOf(pod.spec).enableServiceLinks === false) return variables
  for (const service of network.services) {
    const { namespace, name = '' } = service.metadata
    const isApi = namespace === 'default' && name === 'kubernetes'
    if (namespace !== pod.metadata.namespace && !isApi) continue
    const [ip] = clusterIpsOf(service)
    const [port] = service.spec?.ports ?? []
    if (ip === undefined || !port) continue
    const prefix = name.toUpperCase().replaceAll('-', '_')
    variables[`${prefix}_SERVICE_HOST`] = ip
    variables[`${prefix}_SERVICE_PORT`] = String(port.port)
  }
  return variables
}

function fromSource(
  network: Network,
  pod: Pod,
  source: Readonly<Record<string, unknown>>
): string | undefined {
  const field = stringOf(recordOf(source.fieldRef).fieldPath)
  if (field !== undefined) return fieldValue(pod, field)
  const { name, key } = recordOf(source.configMapKeyRef)
  return dataOf(network, pod, stringOf(name))[stringOf(key) ?? '']
}

function fieldValue(pod: Pod, field: string): string | undefined {
  if (field === 'status.podIPs') return (pod.status?.podIPs ?? []).map(one => one.ip).join(',')
  const label = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(field)
  const path = label ? ['metadata', label[1] ?? '', label[2] ?? ''] : field.split('.')
  return stringOf(valueAt(pod, path))
}

function dataOf(
  network: Network,
  pod: Pod,
  name: string | undefined
): Readonly<Record<string, string>> {
  const map = network
    .list('v1/ConfigMap')
    .find(one => one.metadata.name === name && one.metadata.namespace === pod.metadata.namespace)
  return (map as ConfigMap | undefined)?.data ?? {}
}
