import { itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { cidrValue, endpointIpFaults, ipFaults } from './address-values.ts'
import { dnsSubdomainFaults, qualifiedNameFaults } from './names.ts'
import { labelsAt } from './selector-values.ts'
import { clusterIpValues } from './service-address-values.ts'
import { servicePortValues } from './service-port-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const trafficPolicies = ['Cluster', 'Local']
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const sourceRangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const topologyMode = 'service.kubernetes.io/topology-mode'
const topologyHints = 'service.kubernetes.io/topology-aware-hints'

/** Rules of `ValidateServiceCreate` (pkg/apis/core/validation). */
export function serviceValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const type = isEmpty(spec.type) ? 'ClusterIP' : spec.type
  annotationValues(object, type, spec, checker)
  typeValues(spec, type, checker)
  servicePortValues(itemsOf(spec.ports), type, checker)
  labelsAt(spec.selector, ['spec', 'selector'], checker)
  affinityValues(spec, checker)
  if (type !== 'ExternalName') clusterIpValues(spec, checker)
  itemsOf(spec.externalIPs).forEach((ip, i) => {
    if (typeof ip !== 'string') return
    const faults = ipFaults(ip)
    for (const fault of faults.length > 0 ? faults : endpointIpFaults(ip))
      checker.invalid(['spec', 'externalIPs', i], ip, fault)
  })
  checker.oneOf(['spec', 'type'], type, types)
  loadBalancerValues(spec, type, checker)
  trafficValues(spec, type, checker)
}

function annotationValues(
  object: KubeObject,
  type: unknown,
  spec: UnknownRecord,
  checker: ValueChecker
): void {
  const annotations = recordOf(recordOf(object.metadata).annotations)
  const { [topologyMode]: mode, [topologyHints]: hints } = annotations
  if (mode !== undefined && hints !== undefined && mode !== hints)
    checker.invalid(
      ['metadata', 'annotations', topologyMode],
      mode,
      `must match annotations[${topologyHints}] when both are specified`
    )
  const ranges = annotations[sourceRangesAnnotation]
  if (typeof ranges !== 'string' || itemsOf(spec.loadBalancerSourceRanges).length > 0) return
  const at = ['metadata', 'annotations', sourceRangesAnnotation]
  if (type !== 'LoadBalancer')
    checker.forbidden(at, "may only be used when `type` is 'LoadBalancer'")
  if (ranges.trim() === '') return
  for (const range of ranges.split(',')) cidrValue(at, range.trim(), checker)
}

function typeValues(spec: UnknownRecord, type: unknown, checker: ValueChecker): void {
  const headless = spec.clusterIP === 'None'
  if (itemsOf(spec.ports).length === 0 && !headless && type !== 'ExternalName')
    checker.required(['spec', 'ports'])
  if (headless && (type === 'LoadBalancer' || type === 'NodePort'))
    checker.invalid(
      ['spec', 'clusterIP'],
      'None',
      `may not be set to 'None' for ${type} services`,
      {
        path: ['spec', 'clusterIPs', 0]
      }
    )
  if (type !== 'ExternalName') return
  const no = 'may not be set for ExternalName services'
  if (itemsOf(spec.clusterIPs).length > 0) checker.forbidden(['spec', 'clusterIPs'], no)
  else if (!isEmpty(spec.clusterIP))
    checker.forbidden(['spec', 'clusterIP'], no, { path: ['spec', 'clusterIPs'] })
  if (itemsOf(spec.ipFamilies).length > 0) checker.forbidden(['spec', 'ipFamilies'], no)
  if (spec.ipFamilyPolicy !== undefined) checker.forbidden(['spec', 'ipFamilyPolicy'], no)
  // A trailing dot says that the name is complete.
  const name = typeof spec.externalName === 'string' ? spec.externalName.replace(/\.$/, '') : ''
  checker.requireText(['spec', 'externalName'], name, dnsSubdomainFaults)
}

function affinityValues(spec: UnknownRecord, checker: ValueChecker): void {
  const affinity = isEmpty(spec.sessionAffinity) ? 'None' : spec.sessionAffinity
  checker.oneOf(['spec', 'sessionAffinity'], affinity, ['ClientIP', 'None'])
  if (affinity !== 'ClientIP') return
  const seconds = recordOf(recordOf(spec.sessionAffinityConfig).clientIP).timeoutSeconds
  if (typeof seconds === 'number' && (seconds <= 0 || seconds > 86400))
    checker.invalid(
      ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
      seconds,
      'must be greater than 0 and less than 86400'
    )
}

function loadBalancerValues(spec: UnknownRecord, type: unknown, checker: ValueChecker): void {
  const only = "may only be used when `type` is 'LoadBalancer'"
  const isLoadBalancer = type === 'LoadBalancer'
  const ranges = itemsOf(spec.loadBalancerSourceRanges)
  // The server writes this one field with a capital letter.
  const serverPath = ['spec', 'LoadBalancerSourceRanges']
  if (ranges.length > 0 && !isLoadBalancer)
    checker.forbidden(['spec', 'loadBalancerSourceRanges'], only, { path: serverPath })
  ranges.forEach((range, i) => {
    if (typeof range === 'string')
      cidrValue(['spec', 'loadBalancerSourceRanges', i], range.trim(), checker, {
        path: [...serverPath, i]
      })
  })
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isLoadBalancer)
    checker.forbidden(['spec', 'allocateLoadBalancerNodePorts'], only)
  const { loadBalancerClass } = spec
  if (loadBalancerClass === undefined) return
  if (!isLoadBalancer) checker.forbidden(['spec', 'loadBalancerClass'], only)
  else checker.check(['spec', 'loadBalancerClass'], loadBalancerClass, qualifiedNameFaults)
}

/** `validateServiceExternalTrafficPolicy` and its neighbours, KEP-4444 for `trafficDistribution`. */
function trafficValues(spec: UnknownRecord, type: unknown, checker: ValueChecker): void {
  const { externalTrafficPolicy, healthCheckNodePort } = spec
  const isExternal =
    type === 'NodePort' ||
    type === 'LoadBalancer' ||
    (type === 'ClusterIP' && itemsOf(spec.externalIPs).length > 0)
  const at = ['spec', 'externalTrafficPolicy']
  if (isExternal) checker.oneOf(at, externalTrafficPolicy, trafficPolicies)
  else if (!isEmpty(externalTrafficPolicy))
    checker.invalid(at, externalTrafficPolicy, 'may only be set for externally-accessible services')
  if (typeof healthCheckNodePort === 'number' && healthCheckNodePort !== 0) {
    if (type === 'LoadBalancer' && externalTrafficPolicy === 'Local')
      checker.port(['spec', 'healthCheckNodePort'], healthCheckNodePort)
    else
      checker.invalid(
        ['spec', 'healthCheckNodePort'],
        healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
      )
  }
  checker.given(['spec', 'internalTrafficPolicy'], spec.internalTrafficPolicy, trafficPolicies)
  checker.given(['spec', 'trafficDistribution'], spec.trafficDistribution, distributions)
}
