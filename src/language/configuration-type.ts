import { isRecord, itemsOf, stringOf, valueAt, type UnknownRecord } from '../base/json.ts'
import type { GroupVersionKind } from '../model/object.ts'
import { isKustomization } from '../yaml/role.ts'

/**
 * What a file without apiVersion, or a kustomization, configures, where its content leaves no doubt: K3s, a network of CNI, or a
 * Helm chart that brings networking. Such files get a type of their own, so that rules can be written
 * for them; they are no objects of a cluster.
 */
export function configurationType(
  value: unknown,
  isHelmValues: boolean
): GroupVersionKind | undefined {
  if (!isRecord(value)) return undefined
  if (isKustomization('', value)) return typeOf('kustomize.config.k8s.io', 'Kustomization')
  if ('apiVersion' in value) return undefined
  if (isNetworkConfiguration(value)) return typeOf('config.cni.dev', 'NetworkConfiguration')
  if (isK3sConfiguration(value)) return typeOf('config.k3s.io', 'Configuration')
  const chart = chartOf(value, isHelmValues)
  return chart === undefined ? undefined : typeOf('values.helm.sh', `${chart}Values`)
}

function typeOf(group: string, kind: string): GroupVersionKind {
  return { group, version: 'v1', kind }
}

function isNetworkConfiguration(value: UnknownRecord): boolean {
  return (
    typeof value.cniVersion === 'string' &&
    (typeof value.type === 'string' || Array.isArray(value.plugins))
  )
}

/** Keys that nothing but K3s (and RKE2, which reads the same) has at the top of a file. */
const onlyK3s = new Set([
  'cluster-cidr',
  'service-cidr',
  'flannel-backend',
  'flannel-ipv6-masq',
  'disable-network-policy',
  'disable-kube-proxy',
  'write-kubeconfig-mode',
  'cluster-init'
])

/** Each key of K3s is the name of an option: small letters with dashes between. */
function isK3sConfiguration(value: UnknownRecord): boolean {
  const keys = Object.keys(value)
  return (
    keys.some(key => onlyK3s.has(key)) &&
    keys.every(key => /^[a-z0-9]+(?:-[a-z0-9]+)*\+?$/.test(key))
  )
}

/** The chart that values are for, by keys that no other program's files have at their top. */
function chartOf(value: UnknownRecord, isNamed: boolean): string | undefined {
  const has = (...path: readonly string[]): boolean => isRecord(valueAt(value, path))
  const own = (key: string): boolean => Object.hasOwn(value, key)
  if (own('prometheusOperator') || has('prometheus', 'prometheusSpec')) return 'KubePrometheusStack'
  if (own('kubeProxyReplacement') || has('hubble') || own('tunnelProtocol')) return 'Cilium'
  if (own('txtOwnerId') || own('domainFilters') || isExternalDns(value)) return 'ExternalDns'
  if (own('configInline') || (own('speaker') && (own('controller') || own('frrk8s'))))
    return 'MetalLB'
  if (has('ports', 'web') || has('ports', 'websecure')) return 'Traefik'
  if (has('meshConfig')) return 'Istio'
  // The configuration of Traefik itself has the same providers.
  return isNamed && has('providers', 'kubernetesGateway') ? 'Traefik' : undefined
}

function isExternalDns(value: UnknownRecord): boolean {
  const image = isRecord(value.image) ? stringOf(value.image.repository) : undefined
  return image?.endsWith('/external-dns') === true && itemsOf(value.sources).length > 0
}
