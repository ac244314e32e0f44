import type { FieldPath } from '../../base/field-path.ts'
import { recordOf, stringOf, valueAt } from '../../base/json.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { Occurrence } from './occurrence.ts'
import { placesOf } from './places.ts'

/** Selectors of Pods by group and kind; each leads to a map of labels. */
const podSelectors: Readonly<Record<string, readonly string[]>> = {
  '/Service': ['spec.selector'],
  'apps/Deployment': ['spec.selector.matchLabels'],
  'apps/ReplicaSet': ['spec.selector.matchLabels'],
  'apps/StatefulSet': ['spec.selector.matchLabels'],
  'apps/DaemonSet': ['spec.selector.matchLabels'],
  'policy/PodDisruptionBudget': ['spec.selector.matchLabels'],
  'networking.k8s.io/NetworkPolicy': [
    'spec.podSelector.matchLabels',
    'spec.ingress[].from[].podSelector.matchLabels',
    'spec.egress[].to[].podSelector.matchLabels'
  ],
  'monitoring.coreos.com/PodMonitor': ['spec.selector.matchLabels'],
  'security.istio.io/AuthorizationPolicy': ['spec.selector.matchLabels'],
  'security.istio.io/PeerAuthentication': ['spec.selector.matchLabels'],
  'networking.istio.io/DestinationRule': ['spec.subsets[].labels'],
  'cilium.io/CiliumNetworkPolicy': ['spec.endpointSelector.matchLabels']
}

const namespaceSelectors: Readonly<Record<string, readonly string[]>> = {
  'networking.k8s.io/NetworkPolicy': [
    'spec.ingress[].from[].namespaceSelector.matchLabels',
    'spec.egress[].to[].namespaceSelector.matchLabels'
  ],
  'gateway.networking.k8s.io/Gateway': [
    'spec.listeners[].allowedRoutes.namespaces.selector.matchLabels'
  ]
}

/** The API server gives every Namespace this label with its name. */
const nameLabel = 'kubernetes.io/metadata.name'

/** Labels of Pods and Namespaces, and the selectors that ask for them. */
export function labelLinks(manifest: Manifest): Occurrence[] {
  const { gvk, object } = manifest
  const own = `${gvk.group}/${gvk.kind}`
  const found: Occurrence[] = []
  const template = podTemplatePathOf(object)
  if (template !== undefined)
    found.push(...labelsAt(manifest, [...template, 'metadata', 'labels'], 'Pod', 'definition'))
  if (own === '/Namespace')
    found.push(...labelsAt(manifest, ['metadata', 'labels'], 'Namespace', 'definition'))
  for (const pattern of podSelectors[own] ?? [])
    for (const { at } of placesOf(object, pattern))
      found.push(...labelsAt(manifest, at, 'Pod', 'use'))
  for (const pattern of namespaceSelectors[own] ?? [])
    for (const { at } of placesOf(object, pattern))
      found.push(...labelsAt(manifest, at, 'Namespace', 'use'))
  return found
}

function labelsAt(
  manifest: Manifest,
  at: FieldPath,
  of: 'Pod' | 'Namespace',
  role: Occurrence['role']
): Occurrence[] {
  return Object.entries(recordOf(valueAt(manifest.object, at))).flatMap(
    ([key, item]): Occurrence[] => {
      const value = stringOf(item)
      if (value === undefined || value === '') return []
      const place = { manifest, at: [...at, key], role }
      if (of === 'Namespace' && key === nameLabel)
        return [
          {
            ...place,
            role: 'use',
            target: { type: 'object', kind: '/Namespace', namespace: undefined, name: value }
          }
        ]
      const namespace = of === 'Namespace' || mayCross(at) ? undefined : manifest.namespace
      return [{ ...place, target: { type: 'label', of, namespace, key, value } }]
    }
  )
}

/** The peers of a policy can be in other namespaces. */
function mayCross(at: FieldPath): boolean {
  return at.includes('from') || at.includes('to')
}
