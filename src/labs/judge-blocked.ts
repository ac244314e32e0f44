import type { BaselineFound } from './baseline.ts'
import type { BaselineOf } from './check-http.ts'
import type { Sample } from './check-outcome.ts'
import { decidingPolicies } from './deciding-field.ts'
import { namesOfBlocking, policiesOnTheWay, whyOpen } from './explain-policies.ts'
import type { BlockedCheck } from './lab-definition.generated.ts'
import type { ProbePod } from './probe-pod.ts'
import type { ServerNetwork } from './server-network.ts'
import type { Probe } from './step-result.ts'
import { parseTargetUrl } from './target-url.ts'

export interface BlockedFacts {
  readonly baseline: BaselineFound
  readonly baselineOf: BaselineOf
  /** The step that sees the request succeed, as a person knows it: `9.1`. */
  readonly baselineStep: string
  /** The datagram that the baseline was sent, where it was one. */
  readonly send?: string
}

export interface BlockedAnswers {
  readonly from: ProbePod
  readonly server: ServerNetwork
  readonly subjects: readonly Probe[]
  /** The neighbour's request, then the client's own one to another server. */
  readonly controls: readonly Probe[]
  readonly dns?: Probe
}

/** What one round says. Blocked is what remains when everything else that could look like it is ruled out. */
export function judgeBlocked(
  check: BlockedCheck,
  facts: BlockedFacts,
  answers: BlockedAnswers
): Sample {
  const { from, subjects, controls, dns } = answers
  const probes = [...subjects, ...controls, ...(dns ? [dns] : [])]
  const open = subjects.find(({ outcome }) => outcome === 'reached' || outcome === 'other')
  if (open) return { ...stillOpen(check, facts, answers, open), probes }
  const doubt = doubtAbout(check, answers)
  if (doubt) return { verdict: 'inconclusive', ...doubt, probes }
  if (facts.baseline.kind !== 'fresh')
    return { ...withoutBaseline(check, facts, answers), probes, final: true }
  const cut = subjects.map(({ to, result }) => `${to} ${result}`).join('; ')
  const allowed = controls.map(one => `${one.from} got ${one.result} from ${one.to}`).join(', ')
  const verdict = policiesOnTheWay(from, answers.server, parseTargetUrl(check.to)?.protocol)
  return {
    verdict: 'pass',
    decidedBy: decidingPolicies(verdict),
    sentence: `${from.namespace}/${from.name} is cut off: ${cut}. In the same seconds ${allowed}${dns ? ', and the name resolved' : ''}.`,
    probes
  }
}

type Judgement = Omit<Sample, 'probes'>

function stillOpen(
  check: BlockedCheck,
  { baselineOf }: BlockedFacts,
  { from, server, subjects }: BlockedAnswers,
  open: Probe
): Judgement {
  const policies = policiesOnTheWay(from, server, parseTargetUrl(check.to)?.protocol)
  const { why, next } = whyOpen(policies)
  const seen = subjects.find(({ to, outcome }) => to === check.to && outcome === 'reached')
  return {
    verdict: 'fail',
    sentence: `${open.from} still gets an answer from ${open.to}: ${open.result}.${why}`,
    next,
    decidedBy: decidingPolicies(policies),
    ...(seen && { baseline: baselineOf(check.baseline, seen) })
  }
}

/** Why silence may have another cause than a policy. */
function doubtAbout(
  { to, dns: name = to, also = [] }: BlockedCheck,
  { from, subjects, controls, dns }: BlockedAnswers
): { readonly sentence: string; readonly next: string } | undefined {
  const client = `${from.namespace}/${from.name}`
  const unclear = subjects.find(({ outcome }) => outcome === 'unclear')
  if (unclear)
    return {
      sentence: `The request of ${unclear.from} to ${unclear.to} says nothing: ${unclear.result}.`,
      next: 'Run the command of the evidence yourself and read what it says.'
    }
  const unresolved = dns ?? subjects.find(({ outcome }) => outcome === 'unresolved')
  if (
    (dns && dns.outcome !== 'reached') ||
    subjects.some(({ outcome }) => outcome === 'unresolved')
  )
    return {
      sentence: `The name ${name} does not resolve for ${client}: ${unresolved?.result ?? 'no answer'}. A request that never left is not a blocked one.`,
      next: 'Look whether the DNS Pods in namespace kube-system are Ready, and whether a policy cuts the client off from them.'
    }
  const [neighbour, own] = controls
  if (neighbour?.outcome !== 'reached')
    return {
      sentence: `The control failed: ${neighbour?.from ?? 'nobody'}, which must stay allowed, asked ${neighbour?.to ?? to} and got this: ${neighbour?.result ?? 'nothing'}. So it can’t be told whether a policy or a broken server cuts ${client} off.`,
      next: 'Bring the control back first: the server’s Pods have to be Ready, and no policy may cut the control off.'
    }
  if (own && own.outcome !== 'reached')
    return {
      sentence: `The client’s own control failed: ${own.from} asked ${own.to}, which has nothing to do with this server, and got this: ${own.result}. A client that reaches nobody shows nothing about one server.`,
      next: `Look for a NetworkPolicy in namespace ${from.namespace} that closes more than it should: this other server has to stay within reach.`
    }
  if (subjects.length <= also.length)
    return {
      sentence: `Of the ways to ${to} only these are known: ${subjects.map(one => one.to).join(', ')}. The ClusterIP and a Pod’s address have to be tried as well.`,
      next: 'Look whether you may list Services, EndpointSlices and Pods in the server’s namespace.'
    }
  return undefined
}

/** Everything else is as it should be, but nothing shows that the request ever worked. */
function withoutBaseline(
  check: BlockedCheck,
  { baseline, baselineStep }: BlockedFacts,
  { from, server }: BlockedAnswers
): Judgement {
  const protocol = parseTargetUrl(check.to)?.protocol
  const blocking = namesOfBlocking(policiesOnTheWay(from, server, protocol))
  const before =
    baseline.kind === 'stale'
      ? `That it worked was seen ${baseline.minutes} minutes ago, and at most 10 count.`
      : 'Nothing has shown that it ever worked in this cluster.'
  const first =
    blocking.length === 0 ? 'Take away what blocks it' : `Remove ${blocking.join(' and ')}`
  return {
    verdict: 'inconclusive',
    sentence: `The request is cut off now. ${before}`,
    stuck:
      'a block counts only after the same request was seen to work, and it is cut off already.',
    next: `Verify ${baselineStep} first. ${first}, verify ${baselineStep}, apply it again, then verify this step.`
  }
}
