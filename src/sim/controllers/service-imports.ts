import { withDefaults } from '../../api/defaults.ts'
import { itemsOf, jsonEqual, recordOf } from '../../base/json.ts'
import type { Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { clusterIpsOf, isHeadless } from '../../net/network.ts'
import { admitCreate } from '../admission/admission.ts'
import { type Backend, createByController, resourceOf, updateByController } from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import { ownerReferenceTo, writeStatus } from './pods-of.ts'
import {
  derivedName,
  exportsKey,
  importMark,
  importsKey,
  isNamed,
  mcsManager
} from './mcs-names.ts'

/** A Service that another cluster of the set exports, with where its Pods are. */
export interface ExportedService {
  /** The other cluster's name. */
  readonly cluster: string
  readonly service: Service
  readonly slices: readonly KubeObject[]
}

const slicesKey = 'discovery.k8s.io/endpointslices'
/** Whose Pods a slice holds: https://github.com/kubernetes-sigs/mcs-api/blob/master/pkg/apis/v1alpha1/well_known_labels.go */
const sourceLabel = 'multicluster.kubernetes.io/source-cluster'
const ofService = 'kubernetes.io/service-name'

/** What the other clusters export into Namespaces that this one has as well: only the same name means the same. */
export function exportedBeyond(backend: Backend): readonly ExportedService[] {
  const { site } = backend
  if (!site) return []
  return site.set.others(backend).flatMap(other =>
    other.store.list(exportsKey).flatMap(exported => {
      const { namespace = '', name = '' } = exported.metadata
      const service = other.store.get('/services', namespace, name) as Service | undefined
      if (!service || service.spec?.type === 'ExternalName') return []
      const home = backend.store.get('/namespaces', undefined, namespace)
      // In a Namespace that is on its way out nothing new is made.
      if (!home || home.metadata.deletionTimestamp !== undefined) return []
      const slices = other.store
        .list(slicesKey)
        .filter(
          ({ metadata }) =>
            metadata.namespace === namespace && metadata.labels?.[ofService] === name
        )
      return [{ cluster: other.site?.name ?? 'other', service, slices }]
    })
  )
}

/** The name and the address here, and the other cluster's Pods behind them. */
export function importFrom(backend: Backend, exported: ExportedService): void {
  const { service } = exported
  const { namespace = 'default', name = '' } = service.metadata
  const derived = isHeadless(service) ? undefined : derivedService(backend, service)
  // The cluster's own export has written it already, with the address that stays.
  if (!backend.store.get(exportsKey, namespace, name))
    writeImport(backend, service, derived ? clusterIpsOf(derived) : [])
  if (derived) for (const slice of slicesFor(exported, derived)) writeSlice(backend, slice)
}

/** A Service without a selector: its endpoints are Pods of another cluster. */
function derivedService(backend: Backend, service: Service): Service {
  const { namespace = 'default', name = '' } = service.metadata
  const known = backend.store.get('/services', namespace, derivedName(name)) as Service | undefined
  if (known) return known
  const { ports = [], ipFamilies, ipFamilyPolicy } = service.spec ?? {}
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: derivedName(name),
      namespace,
      labels: { 'multicluster.kubernetes.io/service-name': name }
    },
    spec: {
      type: 'ClusterIP',
      ports: ports.map(({ name: portName, protocol, port, targetPort }) => ({
        ...(portName !== undefined && { name: portName }),
        protocol,
        port,
        targetPort
      })),
      ipFamilies,
      ipFamilyPolicy
    }
  }
  const filled = withDefaults(object, backend.schemas)
  return createByController(
    backend,
    admitCreate(backend, resourceOf(backend, object), filled),
    mcsManager
  ) as Service
}

function slicesFor({ cluster, slices }: ExportedService, derived: Service): readonly KubeObject[] {
  const { namespace = 'default', name = '' } = derived.metadata
  return slices.map(slice => {
    const { addressType, ports, endpoints } = recordOf(slice)
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        // The name over there is one of a kind there.
        name: `${cluster}-${slice.metadata.name ?? ''}`,
        namespace,
        labels: {
          [ofService]: name,
          [sourceLabel]: cluster,
          'endpointslice.kubernetes.io/managed-by': mcsManager
        },
        ownerReferences: [ownerReferenceTo(derived)]
      },
      addressType,
      ports,
      // A Pod of another cluster is no object here, and its node is none either.
      endpoints: itemsOf(endpoints).map(one => {
        const { addresses, conditions } = recordOf(one)
        return { addresses, conditions }
      })
    }
  })
}

function writeSlice(backend: Backend, slice: KubeObject): void {
  const { namespace, name = '' } = slice.metadata
  const known = backend.store.get(slicesKey, namespace, name)
  if (!known) {
    createByController(backend, slice, mcsManager)
    return
  }
  const { ports, endpoints } = recordOf(slice)
  if (jsonEqual(recordOf(known).endpoints, endpoints) && jsonEqual(recordOf(known).ports, ports))
    return
  updateByController(backend, { ...known, ports, endpoints }, '', mcsManager)
}

export function writeImport(
  backend: Backend,
  service: Service,
  addresses: readonly string[]
): void {
  const { namespace = 'default', name = '' } = service.metadata
  const headless = isHeadless(service)
  const ips = headless ? [] : addresses
  const spec = {
    type: headless ? 'Headless' : 'ClusterSetIP',
    ...(ips.length > 0 && { ips }),
    ipFamilies: service.spec?.ipFamilies ?? ['IPv4'],
    ports: (service.spec?.ports ?? []).map(one => ({
      ...(one.name !== undefined && { name: one.name }),
      protocol: one.protocol ?? 'TCP',
      port: one.port
    })),
    sessionAffinity: service.spec?.sessionAffinity ?? 'None'
  }
  const status = { clusters: exportersOf(backend, namespace, name).map(cluster => ({ cluster })) }
  const known = backend.store.get(importsKey, namespace, name)
  if (!known)
    createByController(
      backend,
      {
        apiVersion: 'multicluster.x-k8s.io/v1alpha1',
        kind: 'ServiceImport',
        metadata: { name, namespace, labels: { [importMark]: 'practice' }, generation: 1 },
        spec,
        status
      },
      mcsManager
    )
  else {
    if (!jsonEqual(known.spec, spec))
      updateByController(backend, { ...known, spec }, '', mcsManager)
    writeStatus(
      backend,
      backend.store.get(importsKey, namespace, name) ?? known,
      status,
      mcsManager
    )
  }
}

/** The clusters of the set that export it, by name. */
function exportersOf(backend: Backend, namespace: string, name: string): readonly string[] {
  const own = backend.store.get(exportsKey, namespace, name)
    ? [backend.site?.name ?? 'practice']
    : []
  const beyond = exportedBeyond(backend)
    .filter(({ service }) => isNamed(service, namespace, name))
    .map(({ cluster }) => cluster)
  return [...own, ...beyond].sort()
}

/** Slices of what is exported no more, or is somewhere else now. */
export function removeStaleSlices(backend: Backend, exported: readonly ExportedService[]): void {
  const wanted = new Set(
    exported.flatMap(({ cluster, service, slices }) =>
      slices.map(
        ({ metadata }) => `${service.metadata.namespace ?? ''}/${cluster}-${metadata.name ?? ''}`
      )
    )
  )
  for (const one of backend.store.list(slicesKey)) {
    const { namespace = '', name = '', labels = {} } = one.metadata
    if (labels[sourceLabel] === undefined || wanted.has(`${namespace}/${name}`)) continue
    deleteObject(backend, resourceOf(backend, one), one)
  }
}
