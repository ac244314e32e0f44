import { withoutFields } from '../../api/merge/without-fields.ts'
import { jsonEqual } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import {
  type EndpointAddress,
  type EndpointPort,
  type Endpoints,
  type Service,
  serviceNameLabel
} from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { isPodReady, isTerminated, type Pod, podIpsOf } from '../../model/pod.ts'
import { matchesLabels } from '../../model/selector.ts'
import { type Backend, createByController, resourceOf, updateByController } from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import { portsFor } from './endpoint-slice.ts'
import { ownerReferenceTo } from './pods-of.ts'

type Subset = NonNullable<Endpoints['subsets']>[number]

const mirrorManager = 'endpointslicemirroring-controller.k8s.io'

/**
 * Keeps the old Endpoints object of every Service with a selector, and mirrors the Endpoints that a person
 * wrote for a Service without one into an EndpointSlice.
 */
export function reconcileEndpoints(backend: Backend): void {
  for (const service of backend.store.list('/services') as Service[]) {
    const { spec = {}, metadata } = service
    if (spec.type === 'ExternalName' || metadata.deletionTimestamp !== undefined) continue
    if (spec.selector !== undefined && Object.keys(spec.selector).length > 0)
      write(backend, service)
    else mirror(backend, service)
  }
  removeLeftovers(backend)
}

function write(backend: Backend, service: Service): void {
  const { name = '', namespace = 'default', labels } = service.metadata
  const subsets = subsetsOf(backend, service)
  const known = backend.store.get('/endpoints', namespace, name) as Endpoints | undefined
  if (known && jsonEqual(known.subsets ?? [], subsets)) return
  const rest = withoutFields(known ?? {}, 'subsets')
  const metadata = {
    ...known?.metadata,
    name,
    namespace,
    labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' }
  }
  const endpoints: KubeObject = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    ...rest,
    metadata,
    ...(subsets.length > 0 && { subsets })
  }
  if (known) updateByController(backend, endpoints)
  else createByController(backend, endpoints)
}

/** Addresses of the Service's first family, by the ports that their Pods serve. */
function subsetsOf(backend: Backend, service: Service): Subset[] {
  const family = service.spec?.ipFamilies?.[0] ?? 'IPv4'
  const subsets: {
    ports: readonly EndpointPort[]
    addresses: EndpointAddress[]
    notReadyAddresses: EndpointAddress[]
  }[] = []
  for (const pod of backend.store.list('/pods', service.metadata.namespace) as Pod[]) {
    const counts =
      matchesLabels(service.spec?.selector ?? {}, pod.metadata.labels ?? {}) &&
      !isTerminated(pod) &&
      pod.metadata.deletionTimestamp === undefined
    const ip = podIpsOf(pod).find(text => parseIp(text)?.family === family)
    if (!counts || ip === undefined) continue
    const ports = portsFor(service, pod).map(({ name, ...port }) =>
      name === undefined || name === '' ? port : { name, ...port }
    )
    let subset = subsets.find(one => jsonEqual(one.ports, ports))
    if (!subset) {
      subset = { ports, addresses: [], notReadyAddresses: [] }
      subsets.push(subset)
    }
    const ready = isPodReady(pod) || service.spec?.publishNotReadyAddresses === true
    ;(ready ? subset.addresses : subset.notReadyAddresses).push(addressOf(pod, ip))
  }
  return subsets.map(({ ports, addresses, notReadyAddresses }) => ({
    ...(addresses.length > 0 && { addresses }),
    ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
    ports
  }))
}

function addressOf(pod: Pod, ip: string): EndpointAddress {
  const { name = '', namespace = '', uid = '' } = pod.metadata
  return {
    ip,
    ...(pod.spec?.nodeName !== undefined && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid }
  }
}

function mirror(backend: Backend, service: Service): void {
  const { name = '', namespace = 'default' } = service.metadata
  const endpoints = backend.store.get('/endpoints', namespace, name) as Endpoints | undefined
  const mirrored = backend.store
    .list('discovery.k8s.io/endpointslices', namespace)
    .filter(slice => isMirrorOf(slice, name))
  const skipped = endpoints?.metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true'
  const wanted = endpoints && !skipped ? slicesOf(endpoints) : []
  for (const slice of wanted) {
    const known = mirrored.find(one => one.metadata.name === slice.metadata.name)
    if (!known)
      createByController(backend, {
        ...slice,
        metadata: {
          ...slice.metadata,
          ...(endpoints && { ownerReferences: [ownerReferenceTo(endpoints)] })
        }
      })
    else updateByController(backend, { ...known, endpoints: slice.endpoints, ports: slice.ports })
  }
  for (const slice of mirrored)
    if (!wanted.some(one => one.metadata.name === slice.metadata.name))
      deleteObject(backend, resourceOf(backend, slice), slice)
}

function isMirrorOf(slice: KubeObject, service: string): boolean {
  const { labels = {} } = slice.metadata
  return (
    labels['endpointslice.kubernetes.io/managed-by'] === mirrorManager &&
    labels[serviceNameLabel] === service
  )
}

function slicesOf(endpoints: Endpoints): KubeObject[] {
  const { name = '', namespace = 'default' } = endpoints.metadata
  return (endpoints.subsets ?? []).flatMap((subset, i) =>
    (['IPv4', 'IPv6'] as const).flatMap(addressType => {
      const ofFamily = (list: readonly EndpointAddress[] | undefined): readonly EndpointAddress[] =>
        (list ?? []).filter(one => parseIp(one.ip)?.family === addressType)
      const ready = ofFamily(subset.addresses)
      const notReady = ofFamily(subset.notReadyAddresses)
      if (ready.length + notReady.length === 0) return []
      const slice: KubeObject = {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${name}-mirror-${i}-${addressType.toLowerCase()}`,
          namespace,
          labels: {
            'endpointslice.kubernetes.io/managed-by': mirrorManager,
            [serviceNameLabel]: name
          },
          generation: 1
        },
        addressType,
        endpoints: [
          ...ready.map(one => ({ addresses: [one.ip], conditions: { ready: true } })),
          ...notReady.map(one => ({ addresses: [one.ip], conditions: { ready: false } }))
        ],
        ports: (subset.ports ?? []).map(port => ({ name: '', protocol: 'TCP', ...port }))
      }
      return [slice]
    })
  )
}

/** Endpoints that this controller wrote go with their Service. */
function removeLeftovers(backend: Backend): void {
  for (const endpoints of backend.store.list('/endpoints')) {
    const { namespace, name = '', labels = {} } = endpoints.metadata
    if (labels['endpoints.kubernetes.io/managed-by'] !== 'endpoint-controller') continue
    if (backend.store.get('/services', namespace, name)) continue
    deleteObject(backend, resourceOf(backend, endpoints), endpoints)
  }
}
