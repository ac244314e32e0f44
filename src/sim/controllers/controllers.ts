import type { Backend } from '../backend.ts'
import { reconcileCoreDns } from '../core-dns.ts'
import { reconcileDaemonSets } from './daemon-set.ts'
import { reconcileDeployments } from './deployment.ts'
import { reconcileEndpoints } from './endpoints.ts'
import { reconcileEndpointSlices } from './endpoint-slice.ts'
import { collectGarbage } from './garbage.ts'
import { reconcileGateways } from './gateway/gateways.ts'
import { reconcileJobs } from './job.ts'
import { runNode } from './kubelet.ts'
import { reconcileLoadBalancers } from './load-balancer/load-balancers.ts'
import { writeNetworkStatuses } from './multus/networks.ts'
import { reconcileNamespaces } from './namespace.ts'
import { reconcileReplicaSets } from './replica-set.ts'
import { schedulePods } from './scheduler.ts'
import { reconcileServiceExports } from './service-exports.ts'
import { reconcileStatefulSets } from './stateful-set.ts'
import type { Workload } from '../workload.ts'

/**
 * Compares what is with what is wanted and moves one step nearer. Looks at the state alone, never at what
 * happened, so that it can be called at any time; when nothing is left to do it writes nothing.
 */
export type Controller = (backend: Backend, workload: Workload) => void

/** In the order in which their work builds on each other. */
export const controllers: readonly Controller[] = [
  reconcileNamespaces,
  reconcileGateways,
  reconcileServiceExports,
  reconcileLoadBalancers,
  reconcileDeployments,
  reconcileReplicaSets,
  reconcileDaemonSets,
  reconcileStatefulSets,
  reconcileJobs,
  runNode,
  reconcileCoreDns,
  writeNetworkStatuses,
  schedulePods,
  reconcileEndpointSlices,
  reconcileEndpoints,
  collectGarbage
]
