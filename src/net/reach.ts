import type { Protocol } from '../model/kinds.ts'
import { isTerminated, type Pod } from '../model/pod.ts'
import { declaredPortsOf } from '../model/workloads.ts'
import { listenerAt, type Listening } from './listening.ts'
import { titleOf, type Network } from './network.ts'
import { policyVerdict, type PolicyVerdict } from './policy-verdict.ts'

export interface ReachPort {
  readonly port: number
  readonly protocol: Protocol
}

export interface ReachQuestion {
  /** All running Pods when absent. */
  readonly from?: readonly Pod[]
  readonly to?: readonly Pod[]
  /** The ports that each destination declares when absent. */
  readonly ports?: readonly ReachPort[]
  readonly listens?: Listening
}

export interface ReachCell extends ReachPort {
  readonly from: Pod
  readonly to: Pod
  readonly verdict: PolicyVerdict
  /** Whether anybody is taken to listen at the port. */
  readonly listens: boolean
}

export interface ReachMatrix {
  readonly from: readonly Pod[]
  readonly to: readonly Pod[]
  /** One cell per source, destination and port, in this order of nesting. */
  readonly cells: readonly ReachCell[]
}

/** Who can reach whom at which port, Pod to Pod. Names and Services come before this and don't matter here. */
export function reachMatrix(network: Network, question: ReachQuestion = {}): ReachMatrix {
  const running = network.pods.filter(pod => !isTerminated(pod))
  const from = question.from ?? running
  const to = question.to ?? running
  const destinations = to.map(pod => ({
    pod,
    ports: (question.ports ?? portsOf(pod)).map(({ port, protocol }) => ({
      port,
      protocol,
      listens: listenerAt(pod, port, protocol, question.listens).listens
    }))
  }))
  const cells = from.flatMap(source =>
    destinations.flatMap(({ pod, ports }) =>
      ports.map(({ port, protocol, listens }) => ({
        from: source,
        to: pod,
        port,
        protocol,
        verdict: policyVerdict(network, { from: { pod: source }, to: { pod }, port, protocol }),
        listens
      }))
    )
  )
  return { from, to, cells }
}

export interface ReachDifference {
  /** Allowed now and not before. */
  readonly opened: readonly ReachCell[]
  readonly closed: readonly ReachCell[]
}

/** What a change of the objects opens and closes. Cells that only one of the two has don't count. */
export function compareReach(before: ReachMatrix, after: ReachMatrix): ReachDifference {
  const earlier = new Map(before.cells.map(cell => [keyOf(cell), cell.verdict.allowed]))
  const changed = after.cells.filter(cell => {
    const allowed = earlier.get(keyOf(cell))
    return allowed !== undefined && allowed !== cell.verdict.allowed
  })
  return {
    opened: changed.filter(cell => cell.verdict.allowed),
    closed: changed.filter(cell => !cell.verdict.allowed)
  }
}

function portsOf(pod: Pod): readonly ReachPort[] {
  return declaredPortsOf(pod.spec).map(({ containerPort, protocol = 'TCP' }) => ({
    port: containerPort,
    protocol
  }))
}

function keyOf(cell: ReachCell): string {
  return `${titleOf(cell.from)} ${titleOf(cell.to)} ${cell.protocol} ${cell.port}`
}
