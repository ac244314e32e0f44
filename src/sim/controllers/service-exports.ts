import { withDefaults } from '../../api/defaults.ts'
import { jsonEqual, recordOf } from '../../base/json.ts'
import type { Condition, Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { no, yes, type Finding } from '../../net/gateway/listener-state.ts'
import { clusterIpsOf } from '../../net/network.ts'
import { admitCreate } from '../admission/admission.ts'
import { type Backend, createByController, resourceOf, updateByController } from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import { conditionsWith } from './conditions.ts'
import { exportedBeyond, importFrom, removeStaleSlices, writeImport } from './service-imports.ts'
import {
  derivedName,
  exportsKey,
  importMark,
  importsKey,
  isNamed,
  mcsManager
} from './mcs-names.ts'
import { ownerReferenceTo, writeStatus } from './pods-of.ts'

/**
 * Plays the Multi-Cluster Services API: a Service that any of the joined practice clusters exports gets a
 * ServiceImport with an address of its own in each of them that has its Namespace, behind which the exported Pods
 * answer. A cluster that stands alone is a clusterset of one. No packet leaves a practice cluster for a real one.
 */
export function reconcileServiceExports(backend: Backend): void {
  for (const one of backend.store.list(exportsKey)) reconcile(backend, one)
  const exported = exportedBeyond(backend)
  for (const one of exported) importFrom(backend, one)
  for (const one of backend.store.list(importsKey)) {
    const { namespace, name = '' } = one.metadata
    const isOurs = one.metadata.labels?.[importMark] !== undefined
    if (!isOurs || backend.store.get(exportsKey, namespace, name)) continue
    if (exported.some(({ service }) => isNamed(service, namespace, name))) continue
    deleteObject(backend, resourceOf(backend, one), one)
    const derived = backend.store.get('/services', namespace, derivedName(name))
    if (derived) deleteObject(backend, resourceOf(backend, derived), derived)
  }
  removeStaleSlices(backend, exported)
}

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
    mcsManager
  )
  if (service && valid.holds) writeImport(backend, service, addressesFor(backend, service))
}

function validity(service: Service | undefined, namespace: string, name: string): Finding {
  if (!service) return no('NoService', `Service ${namespace}/${name} does not exist.`)
  if (service.spec?.type === 'ExternalName')
    return no('InvalidServiceType', 'A Service of type ExternalName can not be exported.')
  return yes('Valid', 'The Service is exported (simulated).')
}

/** The Service behind the import: the same Pods under an address of the clusterset. */
function addressesFor(backend: Backend, service: Service): readonly string[] {
  const { namespace = 'default', name = '' } = service.metadata
  const derived = derivedName(name)
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
      mcsManager
    )
    return clusterIpsOf(made as Service)
  }
  const wanted = { ...known.spec, ...(selector && { selector }), ports: spec.ports }
  if (!jsonEqual(known.spec, wanted))
    updateByController(backend, { ...known, spec: wanted }, '', mcsManager)
  return clusterIpsOf(known)
}
