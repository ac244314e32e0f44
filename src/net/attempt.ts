import type { Protocol } from '../model/kinds.ts'
import { parseIp } from '../model/cidr.ts'
import type { Pod } from '../model/pod.ts'
import type { Connection, ConnectRequest, Outcome, Peer, TraceStep } from './connect.ts'
import { addressIn, type Endpoint } from './endpoint.ts'
import { listenerAt } from './listening.ts'
import { titleOf, type Network } from './network.ts'
import { policyVerdict, type PolicyVerdict, type Side } from './policy-verdict.ts'
import { bracketed } from './service-routing.ts'
import type { Target } from './target.ts'

/** What happens at one target: policies at both ends first, then whether anybody listens. */
export function attempt(network: Network, request: ConnectRequest, target: Target): Connection {
  const { from, port } = request
  const protocol = request.protocol ?? 'TCP'
  const base = target.route ? { route: target.route } : {}
  if (target.kind === 'nowhere')
    return {
      ...base,
      outcome: target.outcome,
      trace: target.trace,
      reason: target.trace.at(-1)?.sentence ?? ''
    }
  const { peer } = target
  if (target.kind === 'loopback')
    return finish({ ...base, peer }, target.trace, listenStep(request, from, peer, protocol))

  const policy = policyVerdict(network, {
    from: sourceOf(from, peer),
    to: peer.pod ? { pod: peer.pod, ip: peer.ip } : { ip: peer.ip },
    port: peer.port,
    protocol
  })
  const known = { ...base, peer, policy }
  const policySteps = policyStepsOf(policy, port, peer)
  if (!policy.allowed)
    return {
      ...known,
      outcome: 'timeout',
      trace: [...target.trace, ...policySteps],
      reason: policy.reason
    }
  const before = [...target.trace, ...policySteps]
  if (peer.pod) return finish(known, before, listenStep(request, peer.pod, peer, protocol))
  return withoutPod(known, before, request, target.kind === 'node', peer, protocol)
}

/** A Pod sends from its address of the family that it talks to, and an ipBlock looks at that one alone. */
function sourceOf(pod: Pod, { ip }: Peer): Endpoint {
  const family = parseIp(ip)?.family
  const own = family && addressIn(pod, family)
  return own === undefined ? { pod } : { pod, ip: own }
}

type Known = Pick<Connection, 'route' | 'peer' | 'policy'>

function finish(known: Known, before: readonly TraceStep[], last: TraceStep): Connection {
  return {
    ...known,
    outcome: last.ok ? 'connected' : 'refused',
    trace: [...before, last],
    reason: last.sentence
  }
}

/** One step per end that a policy has a say at; a single one when none has. */
function policyStepsOf(policy: PolicyVerdict, dialled: number, peer: Peer): readonly TraceStep[] {
  if (policy.egress.reason === policy.ingress.reason) return [policyStep(policy.egress)]
  const steps = [policyStep(policy.egress), policyStep(policy.ingress)]
  if (policy.allowed || dialled === peer.port) return steps
  return steps.map(step =>
    step.ok
      ? step
      : {
          ...step,
          sentence: `${step.sentence} Policies see port ${peer.port} of the Pod, not port ${dialled} of the Service.`
        }
  )
}

function policyStep(side: Side): TraceStep {
  const policy = side.allowedBy?.policy.policy ?? side.isolatedBy[0]?.policy
  const path = side.allowedBy?.path ?? side.nearMisses[0]?.path
  const object = side.allowed ? policy : (side.nearMisses[0]?.policy ?? policy)
  const hint = side.nearMisses[0] ? ` ${side.nearMisses[0].sentence}` : ''
  return {
    step: 'policy',
    ok: side.allowed,
    sentence: `${side.reason}${hint}`,
    ...(object && { object }),
    ...(object && path && { path })
  }
}

function listenStep(request: ConnectRequest, pod: Pod, peer: Peer, protocol: Protocol): TraceStep {
  const title = titleOf(pod)
  const { phase } = pod.status ?? {}
  if (phase === 'Pending')
    return {
      step: 'listener',
      ok: false,
      sentence: `${title} is still starting, so nothing listens there yet.`,
      object: pod,
      path: ['status', 'phase']
    }
  const listener = listenerAt(pod, peer.port, protocol, request.listens)
  const where = listener.container ? `Container ${listener.container.name} of ${title}` : title
  if (listener.listens)
    return {
      step: 'listener',
      ok: true,
      sentence: `${where} listens at ${protocol} ${peer.port}.`,
      object: pod
    }
  const why =
    listener.by === 'caller'
      ? `Nothing in ${title} listens at ${protocol} ${peer.port}, so its node refuses the connection.`
      : `No container of ${title} declares ${protocol} port ${peer.port}, so nothing is taken to listen there.`
  return { step: 'listener', ok: false, sentence: why, object: pod, path: ['spec', 'containers'] }
}

/** Somewhere that no Pod is: a program of a node, such as the API server, or a machine outside. */
function withoutPod(
  known: Known,
  before: readonly TraceStep[],
  request: ConnectRequest,
  onNode: boolean,
  peer: Peer,
  protocol: Protocol
): Connection {
  const place = `${bracketed(peer.ip)}:${peer.port}`
  const told = request.outside?.(peer.ip, peer.port, protocol)
  const answer = (outcome: Outcome, sentence: string): Connection => ({
    ...known,
    outcome,
    trace: [...before, { step: 'network', ok: outcome === 'connected', sentence }],
    reason: sentence
  })
  if (told !== undefined) {
    const where = onNode ? 'a node' : 'outside of the cluster'
    return answer(told, `${place} is ${where} and ${verbOf(told)}.`)
  }
  // An endpoint that somebody wrote into a slice is taken to be served.
  if (known.route)
    return answer('connected', `The endpoint ${place} is no Pod; it is taken to answer.`)
  return onNode
    ? answer('refused', `Nothing is known to listen at ${place} in the network of the node.`)
    : answer(
        'unreachable',
        `Policies allow it, and the objects of a cluster do not tell what answers at ${place}.`
      )
}

function verbOf(outcome: Outcome): string {
  switch (outcome) {
    case 'connected':
      return 'answers'
    case 'refused':
      return 'refuses the connection'
    default:
      return 'does not answer'
  }
}
