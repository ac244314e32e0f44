import { withDefaults } from '../../api/defaults.ts'
import { jsonEqual, recordOf } from '../../base/json.ts'
import type { Condition, Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { no, yes, type Finding } from '../../net/gateway/listener-state.ts'
import { clusterIpsOf, isHeadless } from '../../net/network.ts'
import { admitCreate } from '../admission/admission.ts'
import { type Backend, createByController, resourceOf, updateByController } from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import { conditionsWith } from './conditions.ts'
import { ownerReferenceTo, writeStatus } from './pods-of.ts'

const exportsKey = 'multicluster.x-k8s.io/serviceexports'
const importsKey = 'multicluster.x-k8s.io/serviceimports'
const manager = 'practice-mcs-controller'

/**
 * Plays the Multi-Cluster Services API in a clusterset of this one cluster: an exported Service gets a
 * ServiceImport with an address of its own, behind which the same Pods answer. Other clusters can't be reached:
 * no packet leaves a practice cluster.
 */
export function reconcileServiceExports(backend: Backend): void {
  for (const one of backend.store.list(exportsKey)) reconcile(backend, one)
  for (const one of backend.store.list(importsKey)) {
    const { namespace, name = '' } = one.metadata
    const isOurs = one.metadata.labels?.[importMark] !== undefined
    if (isOurs && !backend.store.get(exportsKey, namespace, name))
      deleteObject(backend, resourceOf(backend, one), one)
  }
}

const importMark = 'netlabs/clusterset'

function reconcile(backend: Backend, exported: KubeObject): void {
  const { namespace, name = '', generation = 1 } = exported.metadata
  const service = backend.store.get('/services', namespace, name) as Service | undefined
  const valid = validity(service, namespace ?? '', name)
  const before = recordOf(exported.status).conditions as readonly Condition[] | undefined
  writeStatus(
    backend,
    exported,
    {
      conditions: conditionsWith(backend, before, generation, [
        { type: 'Valid', ...valid },
        {
          type: 'Conflict',
          holds: false,
          reason: 'NoConflicts',
          message: 'One cluster exports it.'
        }
      ])
    },
    manager
  )
  if (service && valid.holds) writeImport(backend, service)
}

function validity(service: Service | undefined, namespace: string, name: string): Finding {
  if (!service) return no('NoService', `Service ${namespace}/${name} does not exist.`)
  if (service.spec?.type === 'ExternalName')
    return no('InvalidServiceType', 'A Service of type ExternalName can not be exported.')
  return yes('Valid', 'The Service is exported (simulated, in a clusterset of one cluster).')
}

function writeImport(backend: Backend, service: Service): void {
  const { namespace = 'default', name = '' } = service.metadata
  const headless = isHeadless(service)
  const ips = headless ? [] : addressesFor(backend, service)
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
  const status = { clusters: [{ cluster: 'practice' }] }
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
      manager
    )
  else if (!jsonEqual(known.spec, spec))
    updateByController(backend, { ...known, spec }, '', manager)
}

/** The Service behind the import: the same Pods under an address of the clusterset. */
function addressesFor(backend: Backend, service: Service): readonly string[] {
  const { namespace = 'default', name = '' } = service.metadata
  const derived = `clusterset-${name}`.slice(0, 63)
  const { selector, ports, ipFamilies, ipFamilyPolicy } = service.spec ?? {}
  const spec = {
    type: 'ClusterIP',
    ...(selector && { selector }),
    ports: (ports ?? []).map(({ name: portName, protocol, port, targetPort }) => ({
      ...(portName !== undefined && { name: portName }),
      protocol,
      port,
      targetPort
    })),
    ipFamilies,
    ipFamilyPolicy
  }
  const exported = backend.store.get(exportsKey, namespace, name)
  const known = backend.store.get('/services', namespace, derived) as Service | undefined
  if (!known) {
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: derived,
        namespace,
        labels: { 'multicluster.kubernetes.io/service-name': name },
        ...(exported && { ownerReferences: [ownerReferenceTo(exported)] })
      },
      spec
    }
    const filled = withDefaults(object, backend.schemas)
    const made = createByController(
      backend,
      admitCreate(backend, resourceOf(backend, object), filled),
      manager
    )
    return clusterIpsOf(made as Service)
  }
  const wanted = { ...known.spec, ...(selector && { selector }), ports: spec.ports }
  if (!jsonEqual(known.spec, wanted))
    updateByController(backend, { ...known, spec: wanted }, '', manager)
  return clusterIpsOf(known)
}
