import { withDefaults } from '../../../api/defaults.ts'
import { withoutFields } from '../../../api/merge/without-fields.ts'
import { jsonEqual, recordOf } from '../../../base/json.ts'
import type { KubeObject } from '../../../model/object.ts'
import type { Network } from '../../../net/network.ts'
import {
  gatewaysOfController,
  ingressesOfController,
  practiceGatewayController,
  traefikGatewayController,
  traefikIngressController
} from '../../../net/proxy/proxies.ts'
import { ingressRoutes } from '../../../net/traefik/ingress-routes.ts'
import { admitCreate, admitUpdate } from '../../admission/admission.ts'
import { type Backend, createByController, resourceOf, updateByController } from '../../backend.ts'
import { gatewayObjects, traefikObjects } from './proxy-objects.ts'

const manager = 'practice-gateway-controller'

/**
 * Brings up the proxies that routes need: Traefik as soon as anything asks for it, and one for each Gateway
 * of GatewayClass `practice`. They go with their Gateway; Traefik stays.
 */
export function reconcileProxies(backend: Backend, network: Network): void {
  const wantsTraefik =
    gatewaysOfController(network, traefikGatewayController).length > 0 ||
    ingressesOfController(network, traefikIngressController).length > 0 ||
    ingressRoutes(network).length > 0
  if (wantsTraefik) for (const object of traefikObjects) ensure(backend, object, false)
  for (const gateway of gatewaysOfController(network, practiceGatewayController))
    if (gateway.metadata.deletionTimestamp === undefined)
      for (const object of gatewayObjects(gateway)) ensure(backend, object, true)
}

/** Creates what is missing; what a Gateway says follows the Gateway. */
function ensure(backend: Backend, wanted: KubeObject, follows: boolean): void {
  const resource = resourceOf(backend, wanted)
  const { namespace, name = '' } = wanted.metadata
  const filled = withDefaults(wanted, backend.schemas)
  const known = backend.store.get(resource.key, namespace, name)
  if (!known) {
    const home =
      namespace === undefined ? undefined : backend.store.get('/namespaces', undefined, namespace)
    // A namespace that is on its way out takes no new objects.
    if (namespace !== undefined && home?.metadata.deletionTimestamp !== undefined) return
    createByController(backend, admitCreate(backend, resource, filled), manager)
    return
  }
  if (!follows || known.metadata.deletionTimestamp !== undefined) return
  const spec = { ...recordOf(known.spec), ...portsOf(filled) }
  if (jsonEqual(portsOf(known), portsOf(filled))) return
  const changed = { ...known, spec }
  updateByController(backend, admitUpdate(backend, resource, known, changed, ''), '', manager)
}

/** The part of a proxy's object that its listeners decide, without what the API server adds to it. */
function portsOf({ kind, spec }: KubeObject): Record<string, unknown> {
  if (kind !== 'Service') return { template: recordOf(spec).template }
  const ports = recordOf(spec).ports as readonly Readonly<Record<string, unknown>>[]
  return { ports: ports.map(port => withoutFields(port, 'nodePort')) }
}
