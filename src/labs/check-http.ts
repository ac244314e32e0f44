import { parseHttpUrl } from '../net/http.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { connectAddress } from './connect-address.ts'
import { readWantedAnswer } from './expected-answer.ts'
import { probeHttp } from './http-probe.ts'
import type { HttpRequest } from './http-reply.ts'
import type { HttpCheck, Via } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findPlace } from './probe-place.ts'
import type { Baseline, Probe } from './step-result.ts'

export type BaselineOf = (check: string, probe: Probe) => Baseline

/** One request of an `http` check. */
export async function sampleHttp(
  context: ProbeContext,
  check: HttpCheck,
  baselineOf: BaselineOf
): Promise<Sample> {
  const from = await findPlace(context, check.from, check.via)
  if (isObstacle(from)) return sampleOf(from, [])
  const wanted = await readWantedAnswer(context, check.expect)
  if (isObstacle(wanted)) return sampleOf(wanted, [])
  const target = await requestTarget(context, check)
  if (isObstacle(target)) return sampleOf(target, [])
  const request = { ...target.request, ...(wanted.headers && { wantsHeaders: true }) }
  const probe = await probeHttp(context, { role: 'subject', from, request, to: target.to, wanted })
  if (isObstacle(probe)) return sampleOf(probe, [])
  const sentence = `${probe.from} asked ${probe.to}: ${probe.result}.`
  const tunnelProblem = target.problem?.()
  switch (probe.outcome) {
    case 'reached':
      return { verdict: 'pass', sentence, probes: [probe], baseline: baselineOf(check.id, probe) }
    case 'unclear':
      if (/\brefused\b/.test(tunnelProblem ?? ''))
        return {
          verdict: 'fail',
          sentence: `${sentence} ${tunnelProblem ?? ''}`,
          next: 'Look at which port the Pods listen at. A tunnel to a Service leads to its targetPort.',
          probes: [probe]
        }
      return {
        verdict: 'inconclusive',
        sentence: tunnelProblem === undefined ? sentence : `${sentence} ${tunnelProblem}`,
        next: 'Run the command of the evidence yourself and read what it says.',
        probes: [probe]
      }
    default:
      return {
        verdict: 'fail',
        sentence,
        next:
          nextOf(check, Number(/^\d{3}/.exec(probe.result)?.[0])) ?? nextAt(check, probe.outcome),
        probes: [probe]
      }
  }
}

/** The parts of a check that say what is requested. */
export interface RequestParts {
  readonly from: HttpCheck['from']
  readonly to: string
  readonly via?: Via
  readonly host?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface RequestTarget {
  readonly request: HttpRequest
  readonly to: string
  /** Why a connection through a tunnel led nowhere. */
  readonly problem?: () => string | undefined
}

/** The request that a check describes, with the address that `via` stands for at this moment. */
export async function requestTarget(
  context: ProbeContext,
  { from, to, via, host, method, headers = {} }: RequestParts
): Promise<RequestTarget | Obstacle> {
  const port = parseHttpUrl(to)?.port ?? 80
  const found = via && (await connectAddress(context, via, { fromHost: from === 'host', port }))
  if (found && isObstacle(found)) return found
  const fields = { ...headers, ...(host !== undefined && { Host: host }) }
  const request: HttpRequest = {
    url: to,
    ...(found && { connectTo: { address: found.address, port: found.port } }),
    ...(method !== undefined && { method }),
    ...(Object.keys(fields).length > 0 && { headers: fields })
  }
  const asked = host === undefined ? to : `${to} (Host ${host})`
  return {
    request,
    ...(found?.problem && { problem: found.problem }),
    to: found ? `${asked} at ${found.address}, port ${found.port} of ${found.owner}` : asked
  }
}

function nextOf({ via, expect }: HttpCheck, status: number): string | undefined {
  if (via?.gateway === undefined && via?.ingress === undefined) return nextOfProxy(status)
  // A proxy knows no server for a request that no rule matches, so its 404 is about the rules and not about Pods.
  if (status === 404)
    return 'A 404 may be the proxy’s own answer: no rule matches this host name and path. Compare both with the rules of the route, and look at its conditions.'
  if (status !== 200) return nextOfProxy(status)
  return expect.status >= 400
    ? 'Some rule lets this request through. Look for one whose host names and paths take more than they should, and for a ReferenceGrant.'
    : 'Look which rule matches this host name and path, which Service it leads to, and which Pods that selects.'
}

/** What a proxy on the way means by an answer of its own (RFC 9110, 15.6); undefined for answers of servers. */
export function nextOfProxy(status: number): string | undefined {
  if (status === 502 || status === 503)
    return `${status} is a proxy’s own answer: it finds nobody behind. Look at what the route names, and at the endpoints of that Service.`
  return status === 504
    ? '504 is a proxy’s own answer: who is behind it stays silent. Look for a NetworkPolicy that keeps the proxy’s Pods out.'
    : undefined
}

function nextAt({ to }: HttpCheck, outcome: keyof typeof nextFor): string {
  return outcome === 'unresolved' && /^\w+:\/\/[^/:]+\.clusterset\.local/.test(to)
    ? 'Look whether the cluster of the Service has a ServiceExport with the very name and namespace of the Service, and what its conditions say.'
    : nextFor[outcome]
}

const nextFor = {
  other: 'Look at which Pods the Service selects, and at what they serve.',
  unresolved:
    'Look whether the Service exists in the namespace that the name says, and whether a NetworkPolicy cuts the client off from cluster DNS.',
  refused:
    'Look whether the Service has endpoints: its Pods have to be Ready and listen on the target port.',
  timeout: 'Look for a NetworkPolicy that selects one of the two Pods.'
} as const
