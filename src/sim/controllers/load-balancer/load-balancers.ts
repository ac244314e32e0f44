import { withoutFields } from '../../../api/merge/without-fields.ts'
import { jsonEqual } from '../../../base/json.ts'
import { parseIp } from '../../../model/cidr.ts'
import type { Service } from '../../../model/kinds.ts'
import { addressPoolOf, type AddressPool } from '../../../net/load-balancer/address-pool.ts'
import {
  allocate,
  askedAddresses,
  familiesOf,
  loadBalancerIpsOf,
  metallbAnnotation,
  type Allocation
} from '../../../net/load-balancer/allocate.ts'
import { type Backend, updateByController } from '../../backend.ts'
import { withIpModes } from '../../admission/service.ts'
import { metalLbNamespace } from '../../start-objects.ts'
import { recordEvent } from '../events.ts'
import { writeStatus } from '../pods-of.ts'

const poolsKey = 'metallb.io/ipaddresspools'
const poolAnnotation = 'metallb.io/ip-allocated-from-pool'

/**
 * Where addresses come from as long as there is no IPAddressPool: a part of the practice node's network, as
 * the load balancers of local clusters take it.
 */
const ownPool: AddressPool = {
  name: 'practice',
  ranges: [
    { first: ip('172.18.255.1'), last: ip('172.18.255.254') },
    { first: ip('fd00:172:18::ff01'), last: ip('fd00:172:18::ffff') }
  ],
  autoAssign: true,
  avoidBuggyIPs: false
}

function ip(text: string): NonNullable<ReturnType<typeof parseIp>> {
  const parsed = parseIp(text)
  if (!parsed) throw new Error(`${text} is not an address`)
  return parsed
}

/**
 * Gives Services of type LoadBalancer their addresses, as MetalLB's controller does. Nobody announces them:
 * what lies outside of the cluster is not simulated.
 */
export function reconcileLoadBalancers(backend: Backend): void {
  const services = backend.store.list('/services') as Service[]
  const pools = backend.store
    .list(poolsKey, metalLbNamespace)
    .filter(one => one.metadata.deletionTimestamp === undefined)
    .map(addressPoolOf)
  for (const service of services.sort(byAge)) {
    if (service.spec?.type !== 'LoadBalancer' || service.metadata.deletionTimestamp !== undefined)
      continue
    // A class that names another controller is left to that one.
    if (service.spec.loadBalancerClass !== undefined) continue
    converge(backend, service, pools)
  }
}

/** First come, first served: the order of a queue that changes feed. */
function byAge(a: Service, b: Service): number {
  return Number(a.metadata.resourceVersion ?? 0) - Number(b.metadata.resourceVersion ?? 0)
}

function converge(backend: Backend, service: Service, pools: readonly AddressPool[]): void {
  const current = loadBalancerIpsOf(service)
  const own = service.metadata.annotations?.[poolAnnotation]
  if (current.length > 0 && keeps(service, current, own, pools)) return
  const others = (backend.store.list('/services') as Service[]).filter(
    other => other.metadata.uid !== service.metadata.uid && other.spec?.type === 'LoadBalancer'
  )
  const { namespace = 'default', name = '' } = service.metadata
  const labels = backend.store.get('/namespaces', undefined, namespace)?.metadata.labels ?? {}
  const result = allocate({
    service,
    pools: pools.length > 0 ? pools : [ownPool],
    namespaceLabels: labels,
    others
  })
  if (result.problem === undefined) {
    assign(backend, service, result, pools.length > 0)
    return
  }
  if (current.length > 0) clear(backend, service)
  const message = `Failed to allocate IP for "${namespace}/${name}": ${result.problem}`
  if (!wasTold(backend, service, message))
    recordEvent(backend, service, {
      type: 'Warning',
      reason: 'AllocationFailed',
      message,
      component: 'metallb-controller'
    })
}

/** An address stays as long as what the Service asks for and the pools allow it. */
function keeps(
  service: Service,
  current: readonly string[],
  own: string | undefined,
  pools: readonly AddressPool[]
): boolean {
  const asked = askedAddresses(service)
  if (typeof asked === 'string') return false
  if (asked.length > 0 && !jsonEqual([...asked].sort(), [...current].sort())) return false
  const families = new Set(current.map(one => parseIp(one)?.family))
  const wanted = familiesOf(service)
  const isPart = [...families].every(family => family && wanted.includes(family))
  const isWhole = families.size === wanted.length
  if (!isPart || (!isWhole && service.spec?.ipFamilyPolicy !== 'PreferDualStack')) return false
  // Addresses from the time before there was a pool stay what they are.
  if (own === undefined) return true
  const askedPool = metallbAnnotation(service, 'address-pool') ?? ''
  if (askedPool !== '' && askedPool !== own) return false
  const pool = pools.find(one => one.name === own)
  return pool !== undefined
}

function assign(
  backend: Backend,
  service: Service,
  { addresses, pool }: Extract<Allocation, { readonly pool: string }>,
  byMetalLb: boolean
): void {
  const annotated = byMetalLb
    ? (updateByController(
        backend,
        {
          ...service,
          metadata: {
            ...service.metadata,
            annotations: { ...service.metadata.annotations, [poolAnnotation]: pool }
          }
        },
        '',
        'metallb-controller'
      ) as Service)
    : service
  const ingress = addresses.map(address => ({ ip: address }))
  const { status } = withIpModes({ ...annotated, status: { loadBalancer: { ingress } } })
  writeStatus(
    backend,
    annotated,
    { ...annotated.status, ...status },
    byMetalLb ? 'metallb-controller' : 'practice-load-balancer'
  )
  recordEvent(backend, annotated, {
    reason: 'IPAllocated',
    message: `Assigned IP [${addresses.map(one => `"${one}"`).join(' ')}]`,
    component: byMetalLb ? 'metallb-controller' : 'practice-load-balancer'
  })
}

function clear(backend: Backend, service: Service): void {
  const { annotations = {}, ...metadata } = service.metadata
  const rest = withoutFields(annotations, poolAnnotation)
  const bare = updateByController(
    backend,
    {
      ...service,
      metadata: Object.keys(rest).length > 0 ? { ...metadata, annotations: rest } : metadata
    },
    '',
    'metallb-controller'
  ) as Service
  writeStatus(backend, bare, { ...bare.status, loadBalancer: {} }, 'metallb-controller')
}

/** The same failure is told once, until something else happens to the Service. */
function wasTold(backend: Backend, service: Service, message: string): boolean {
  return backend.store
    .list('/events', service.metadata.namespace)
    .some(
      event =>
        event.message === message &&
        (event.involvedObject as { readonly uid?: string }).uid === service.metadata.uid
    )
}
