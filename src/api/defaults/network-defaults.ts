import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { changed, nested } from './pod-defaults.ts'

/** `SetDefaults_Service` (pkg/apis/core/v1). */
export function serviceDefaults(spec: UnknownRecord): UnknownRecord {
  const type = spec.type ?? 'ClusterIP'
  const hasAddresses = type === 'ClusterIP' && itemsOf(spec.externalIPs).length > 0
  const external = type === 'NodePort' || type === 'LoadBalancer' || hasAddresses
  const { sessionAffinityConfig, ...own } = spec
  const affinity = spec.sessionAffinity ?? 'None'
  const { timeoutSeconds } = recordOf(recordOf(sessionAffinityConfig).clientIP)
  const filled = {
    type,
    sessionAffinity: affinity,
    ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    ...(external ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    ...own,
    ...(affinity === 'ClientIP' && {
      sessionAffinityConfig: { clientIP: { timeoutSeconds: timeoutSeconds ?? 10_800 } }
    })
  }
  return changed(filled, ['ports'], port => ({
    protocol: 'TCP',
    ...port,
    targetPort: isEmptyTarget(port.targetPort) ? port.port : port.targetPort
  }))
}

function isEmptyTarget(target: unknown): boolean {
  return target === undefined || target === 0 || target === ''
}

/** `SetDefaults_NetworkPolicy` (pkg/apis/networking/v1). */
export function networkPolicyDefaults(spec: UnknownRecord): UnknownRecord {
  const types = itemsOf(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  const filled = { podSelector: {}, policyTypes: types, ...spec }
  return changed(filled, ['ingress', 'egress'], rule =>
    changed(rule, ['ports'], port => ({ protocol: 'TCP', ...port }))
  )
}

/** `SetDefaults_IngressClass`. */
export function ingressClassDefaults(spec: UnknownRecord): UnknownRecord {
  return nested(spec, ['parameters'], parameters => ({ scope: 'Cluster', ...parameters }))
}

/** `SetDefaults_EndpointPort` (pkg/apis/discovery/v1). */
export function endpointSliceDefaults(slice: UnknownRecord): UnknownRecord {
  const ported = changed(slice, ['ports'], port => ({ name: '', protocol: 'TCP', ...port }))
  return changed(ported, ['endpoints'], endpoint => ({ conditions: {}, ...endpoint }))
}

/** `SetDefaults_Endpoints` (pkg/apis/core/v1). */
export function endpointsDefaults(endpoints: UnknownRecord): UnknownRecord {
  return changed(endpoints, ['subsets'], subset =>
    changed(subset, ['ports'], port => ({ protocol: 'TCP', ...port }))
  )
}

/** `SetDefaults_Namespace`: the name as a label, so that selectors can ask for it. */
export function namespaceDefaults(namespace: UnknownRecord): UnknownRecord {
  const { metadata } = namespace
  if (!isRecord(metadata) || typeof metadata.name !== 'string') return namespace
  const labels = { ...recordOf(metadata.labels), 'kubernetes.io/metadata.name': metadata.name }
  return { ...namespace, metadata: { ...metadata, labels } }
}
