import { jsonEqual } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import {
  type EndpointPort,
  type EndpointSlice,
  type IpFamily,
  type Service,
  serviceNameLabel,
  type ServicePort,
  type SliceEndpoint
} from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import {
  isPodReady,
  isTerminated,
  type Pod,
  podIpsOf,
  runningContainersOf
} from '../../model/pod.ts'
import { matchesLabels } from '../../model/selector.ts'
import {
  type Backend,
  createByController,
  randomSuffix,
  resourceOf,
  updateByController
} from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import { isControlledBy, ownerReferenceTo } from './pods-of.ts'

const managedByLabel = 'endpointslice.kubernetes.io/managed-by'
const manager = 'endpointslice-controller.k8s.io'
const key = 'discovery.k8s.io/endpointslices'

/** Keeps the EndpointSlices of every Service that selects Pods: one per family and set of ports. */
export function reconcileEndpointSlices(backend: Backend): void {
  for (const service of backend.store.list('/services') as Service[]) {
    const { spec = {}, metadata } = service
    const selects = spec.selector !== undefined && Object.keys(spec.selector).length > 0
    if (!selects || spec.type === 'ExternalName' || metadata.deletionTimestamp !== undefined)
      continue
    reconcile(backend, service)
  }
}

interface WantedSlice {
  readonly addressType: IpFamily
  readonly ports: readonly EndpointPort[]
  readonly endpoints: SliceEndpoint[]
}

function reconcile(backend: Backend, service: Service): void {
  const own = (backend.store.list(key, service.metadata.namespace) as EndpointSlice[]).filter(
    slice => isControlledBy(slice, service)
  )
  const unused = new Set(own)
  for (const wanted of wantedSlices(backend, service)) {
    const same = own.find(
      slice =>
        unused.has(slice) &&
        slice.addressType === wanted.addressType &&
        jsonEqual(slice.ports ?? [], wanted.ports)
    )
    const reused =
      same ?? own.find(slice => unused.has(slice) && slice.addressType === wanted.addressType)
    if (reused) {
      unused.delete(reused)
      update(backend, service, reused, wanted)
    } else create(backend, service, wanted)
  }
  for (const slice of unused) deleteObject(backend, resourceOf(backend, slice), slice)
}

function wantedSlices(backend: Backend, service: Service): WantedSlice[] {
  const { spec = {}, metadata } = service
  const pods = (backend.store.list('/pods', metadata.namespace) as Pod[]).filter(
    pod => matchesLabels(spec.selector ?? {}, pod.metadata.labels ?? {}) && !isTerminated(pod)
  )
  return (spec.ipFamilies ?? ['IPv4']).flatMap(addressType => {
    const slices: WantedSlice[] = []
    for (const pod of pods) {
      const address = podIpsOf(pod).find(ip => parseIp(ip)?.family === addressType)
      if (address === undefined) continue
      const ports = portsFor(service, pod)
      let slice = slices.find(one => jsonEqual(one.ports, ports))
      if (!slice) {
        slice = { addressType, ports, endpoints: [] }
        slices.push(slice)
      }
      slice.endpoints.push(endpointOf(service, pod, address))
    }
    // A Service without Pods still has a slice, so that watchers learn of it.
    return slices.length > 0 ? slices : [{ addressType, ports: [], endpoints: [] }]
  })
}

/** Service ports as this Pod serves them; a named target port that it doesn't have is left out. */
export function portsFor(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap(port => {
    const target = targetOf(port, pod)
    if (target === undefined) return []
    return [
      {
        name: port.name ?? '',
        port: target,
        protocol: port.protocol ?? 'TCP',
        ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol })
      }
    ]
  })
}

function targetOf(port: ServicePort, pod: Pod): number | undefined {
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target === 0 ? port.port : target
  return runningContainersOf(pod.spec)
    .flatMap(container => container.ports ?? [])
    .find(one => one.name === target && (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP'))
    ?.containerPort
}

function endpointOf(service: Service, pod: Pod, address: string): SliceEndpoint {
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const serving = isPodReady(pod)
  const anyway = service.spec?.publishNotReadyAddresses === true
  const { hostname, subdomain, nodeName } = pod.spec ?? {}
  const named = hostname !== undefined && subdomain === service.metadata.name
  return {
    addresses: [address],
    conditions: { ready: anyway || (serving && !terminating), serving, terminating },
    ...(named && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    // Which endpoints are near: KEP-4444. Zones have no part in it, because the practice node is in none.
    ...(service.spec?.trafficDistribution === 'PreferSameNode' &&
      nodeName !== undefined && { hints: { forNodes: [{ name: nodeName }] } }),
    targetRef: {
      kind: 'Pod',
      name: pod.metadata.name ?? '',
      namespace: pod.metadata.namespace ?? '',
      uid: pod.metadata.uid ?? ''
    }
  }
}

function labelsFor(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    [managedByLabel]: manager,
    [serviceNameLabel]: service.metadata.name ?? '',
    ...(service.spec?.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' })
  }
}

function create(backend: Backend, service: Service, wanted: WantedSlice): void {
  const { name = '', namespace = 'default' } = service.metadata
  const slice: KubeObject = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${randomSuffix(backend)}`,
      generateName: `${name}-`,
      namespace,
      labels: labelsFor(service),
      ownerReferences: [ownerReferenceTo(service)],
      generation: 1
    },
    ...written(wanted)
  }
  createByController(backend, slice)
}

function update(
  backend: Backend,
  service: Service,
  slice: EndpointSlice,
  wanted: WantedSlice
): void {
  const labels = labelsFor(service)
  const same =
    jsonEqual(slice.endpoints ?? [], wanted.endpoints) && jsonEqual(slice.ports ?? [], wanted.ports)
  if (same && jsonEqual(slice.metadata.labels, labels)) return
  updateByController(backend, {
    ...slice,
    metadata: {
      ...slice.metadata,
      labels,
      generation: (slice.metadata.generation ?? 0) + (same ? 0 : 1)
    },
    ...written(wanted)
  })
}

/** Go writes an empty list of a slice as null. */
function written({
  addressType,
  endpoints,
  ports
}: WantedSlice): Readonly<Record<string, unknown>> {
  const orNull = (list: readonly unknown[]): readonly unknown[] | null =>
    list.length === 0 ? null : list
  return { addressType, endpoints: orNull(endpoints), ports: orNull(ports) }
}
