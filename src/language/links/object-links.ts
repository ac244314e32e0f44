import type { FieldPath } from '../../base/field-path.ts'
import { recordOf, stringOf, valueAt, type UnknownRecord } from '../../base/json.ts'
import { isKubeObject } from '../../model/object.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import type { Manifest } from '../../rules/manifest.ts'
import { patternOf } from '../pattern-of.ts'
import type { Occurrence } from './occurrence.ts'
import { placesOf } from './places.ts'

/** Where the manifests of a kind name other objects. */
interface NameField {
  readonly pattern: string
  /** Group and kind of what is named, `/Service`; where the field's neighbours say it, their default. */
  readonly kind: string
  /** Neighbours `group`, `kind` and `namespace` say more, as references of the Gateway API have it. */
  readonly typed?: boolean
}

const gatewayApi = 'gateway.networking.k8s.io'
const route: readonly NameField[] = [
  { pattern: 'spec.parentRefs[].name', kind: `${gatewayApi}/Gateway`, typed: true },
  { pattern: 'spec.rules[].backendRefs[].name', kind: '/Service', typed: true },
  { pattern: 'spec.rules[].filters[].requestMirror.backendRef.name', kind: '/Service', typed: true }
]
const policyTargets: readonly NameField[] = [
  { pattern: 'spec.targetRefs[].name', kind: '/Service', typed: true },
  { pattern: 'spec.targetRef.name', kind: '/Service', typed: true }
]

/** By group and kind. Sources: the API references of the kinds. */
const nameFields: Readonly<Record<string, readonly NameField[]>> = {
  'networking.k8s.io/Ingress': [
    { pattern: 'spec.rules[].http.paths[].backend.service.name', kind: '/Service' },
    { pattern: 'spec.defaultBackend.service.name', kind: '/Service' },
    { pattern: 'spec.tls[].secretName', kind: '/Secret' },
    { pattern: 'spec.ingressClassName', kind: 'networking.k8s.io/IngressClass' }
  ],
  [`${gatewayApi}/Gateway`]: [
    { pattern: 'spec.gatewayClassName', kind: `${gatewayApi}/GatewayClass` },
    { pattern: 'spec.listeners[].tls.certificateRefs[].name', kind: '/Secret', typed: true }
  ],
  [`${gatewayApi}/HTTPRoute`]: route,
  [`${gatewayApi}/GRPCRoute`]: route,
  [`${gatewayApi}/TLSRoute`]: route,
  [`${gatewayApi}/TCPRoute`]: route,
  [`${gatewayApi}/UDPRoute`]: route,
  [`${gatewayApi}/BackendTLSPolicy`]: policyTargets,
  'apps/StatefulSet': [{ pattern: 'spec.serviceName', kind: '/Service' }],
  'autoscaling/HorizontalPodAutoscaler': [
    { pattern: 'spec.scaleTargetRef.name', kind: 'apps/Deployment', typed: true }
  ],
  'rbac.authorization.k8s.io/RoleBinding': [
    { pattern: 'roleRef.name', kind: 'rbac.authorization.k8s.io/Role', typed: true },
    { pattern: 'subjects[].name', kind: '/ServiceAccount', typed: true }
  ],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [
    { pattern: 'roleRef.name', kind: 'rbac.authorization.k8s.io/ClusterRole' },
    { pattern: 'subjects[].name', kind: '/ServiceAccount', typed: true }
  ],
  'traefik.io/IngressRoute': [
    { pattern: 'spec.routes[].services[].name', kind: '/Service', typed: true },
    { pattern: 'spec.routes[].middlewares[].name', kind: 'traefik.io/Middleware', typed: true },
    { pattern: 'spec.tls.secretName', kind: '/Secret' }
  ],
  'traefik.io/TraefikService': [
    { pattern: 'spec.weighted.services[].name', kind: '/Service', typed: true },
    { pattern: 'spec.mirroring.name', kind: '/Service', typed: true }
  ],
  'metallb.io/L2Advertisement': [
    { pattern: 'spec.ipAddressPools[]', kind: 'metallb.io/IPAddressPool' }
  ],
  'metallb.io/BGPAdvertisement': [
    { pattern: 'spec.ipAddressPools[]', kind: 'metallb.io/IPAddressPool' },
    { pattern: 'spec.peers[]', kind: 'metallb.io/BGPPeer' }
  ],
  [`${gatewayApi}/ReferenceGrant`]: [{ pattern: 'spec.to[].name', kind: '/Service', typed: true }],
  'networking.istio.io/VirtualService': [
    { pattern: 'spec.hosts[]', kind: '/Service' },
    { pattern: 'spec.gateways[]', kind: 'networking.istio.io/Gateway' },
    { pattern: 'spec.http[].route[].destination.host', kind: '/Service' },
    { pattern: 'spec.tcp[].route[].destination.host', kind: '/Service' }
  ],
  'networking.istio.io/DestinationRule': [{ pattern: 'spec.host', kind: '/Service' }]
}

/** Inside a Pod template. */
const podFields: readonly NameField[] = [
  { pattern: 'serviceAccountName', kind: '/ServiceAccount' },
  { pattern: 'imagePullSecrets[].name', kind: '/Secret' },
  { pattern: 'volumes[].configMap.name', kind: '/ConfigMap' },
  { pattern: 'volumes[].secret.secretName', kind: '/Secret' },
  { pattern: 'volumes[].persistentVolumeClaim.claimName', kind: '/PersistentVolumeClaim' },
  ...['containers', 'initContainers'].flatMap(list => [
    { pattern: `${list}[].env[].valueFrom.configMapKeyRef.name`, kind: '/ConfigMap' },
    { pattern: `${list}[].env[].valueFrom.secretKeyRef.name`, kind: '/Secret' },
    { pattern: `${list}[].envFrom[].configMapRef.name`, kind: '/ConfigMap' },
    { pattern: `${list}[].envFrom[].secretRef.name`, kind: '/Secret' }
  ])
]

/** Their objects belong to no namespace. */
const clusterWideKinds = new Set([
  '/Namespace',
  'networking.k8s.io/IngressClass',
  `${gatewayApi}/GatewayClass`,
  'rbac.authorization.k8s.io/ClusterRole'
])

/** What a manifest is, and the objects that it names. */
export function objectLinks(manifest: Manifest): Occurrence[] {
  const { gvk, object } = manifest
  const own = `${gvk.group}/${gvk.kind}`
  const found: Occurrence[] = []
  if (manifest.name !== undefined)
    found.push(objectAt(manifest, ['metadata', 'name'], 'definition', own, manifest.name))
  if (manifest.namespace !== undefined)
    found.push(
      objectAt(manifest, ['metadata', 'namespace'], 'use', '/Namespace', manifest.namespace)
    )
  for (const field of nameFields[own] ?? []) found.push(...namedBy(manifest, field, []))
  const template = podTemplatePathOf(object)
  if (template !== undefined)
    for (const field of podFields) found.push(...namedBy(manifest, field, [...template, 'spec']))
  const label: FieldPath = ['metadata', 'labels', 'kubernetes.io/service-name']
  const service = own === 'discovery.k8s.io/EndpointSlice' && stringOf(valueAt(object, label))
  if (service) found.push(objectAt(manifest, label, 'use', '/Service', service))
  return found
}

function namedBy(manifest: Manifest, field: NameField, root: FieldPath): Occurrence[] {
  return placesOf(valueAt(manifest.object, root), field.pattern).flatMap(({ at, value }) => {
    const name = stringOf(value)
    if (name === undefined || name === '') return []
    const path = [...root, ...at]
    const beside = field.typed === true ? recordOf(valueAt(manifest.object, path.slice(0, -1))) : {}
    const kind = kindBeside(beside, field.kind)
    const place = objectAt(manifest, path, 'use', kind, name, stringOf(beside.namespace))
    return [place]
  })
}

/** Group and kind of the objects that a field can name, with the namespace that stands beside it. */
export function namedKindAt(
  own: string,
  object: UnknownRecord,
  path: FieldPath
): { readonly kind: string; readonly namespace: string | undefined } | undefined {
  const template = isKubeObject(object) ? podTemplatePathOf(object) : undefined
  const root: FieldPath = template === undefined ? [] : [...template, 'spec']
  const inPod = template !== undefined && root.every((step, i) => path[i] === step)
  const fields = inPod ? podFields : (nameFields[own] ?? [])
  const pattern = patternOf(inPod ? path.slice(root.length) : path)
  const field = fields.find(one => one.pattern === pattern)
  if (!field) return undefined
  const beside = field.typed === true ? recordOf(valueAt(object, path.slice(0, -1))) : {}
  return { kind: kindBeside(beside, field.kind), namespace: stringOf(beside.namespace) }
}

/** `kind` with `group` or `apiGroup` beside a name; without them the field's own default. */
function kindBeside(beside: Readonly<Record<string, unknown>>, fallback: string): string {
  const kind = stringOf(beside.kind)
  const group = stringOf(beside.group) ?? stringOf(beside.apiGroup) ?? groupOf(beside.apiVersion)
  if (kind === undefined && group === undefined) return fallback
  const [ownGroup = '', ownKind = ''] = fallback.split('/')
  if (kind === 'TraefikService') return 'traefik.io/TraefikService'
  return `${group ?? (kind === ownKind || kind === undefined ? ownGroup : '')}/${kind ?? ownKind}`
}

function groupOf(apiVersion: unknown): string | undefined {
  const text = stringOf(apiVersion)
  if (text === undefined) return undefined
  return text.includes('/') ? text.split('/')[0] : ''
}

function objectAt(
  manifest: Manifest,
  at: FieldPath,
  role: Occurrence['role'],
  kind: string,
  name: string,
  namespace = manifest.namespace
): Occurrence {
  return {
    manifest,
    at,
    role,
    target: {
      type: 'object',
      kind,
      name,
      namespace: clusterWideKinds.has(kind) ? undefined : namespace
    }
  }
}
