import { sampleOf, type Sample } from './check-outcome.ts'
import { connectAddress } from './connect-address.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { firstLine } from './http-reply.ts'
import type { Family, PingCheck, ProbeClient, Via } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { placeName } from './probe-place.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'
import type { Probe, ProbeRole } from './step-result.ts'

/** Some echo requests of a `ping` check, with its control in the same seconds. */
export async function samplePing(context: ProbeContext, check: PingCheck): Promise<Sample> {
  const { from: sender, control, expect } = check
  if (sender === 'host') return sampleOf(fromPodsOnly, [])
  const [subject, other] = await Promise.all([
    ping(context, check, 'subject', sender, check.to),
    control ? ping(context, check, 'control', control.from, control.to ?? check.to) : undefined
  ])
  if (isObstacle(subject)) return sampleOf(subject, [])
  if (other && isObstacle(other)) return sampleOf(other, [subject])
  const probes = [subject, ...(other ? [other] : [])]
  const sentence = `${subject.from} pinged ${subject.to}: ${subject.result}.`
  if (subject.outcome === 'unclear' || subject.outcome === 'unresolved')
    return {
      verdict: subject.outcome === 'unresolved' && expect === 'answered' ? 'fail' : 'inconclusive',
      sentence,
      next: 'Run the command of the evidence yourself and read what it says.',
      probes
    }
  if ((subject.outcome === 'reached') !== (expect === 'answered'))
    return {
      verdict: 'fail',
      sentence,
      next:
        expect === 'answered'
          ? 'Look whether both Pods have addresses of this family, and for policies between them.'
          : 'Look for what lets it through.',
      probes
    }
  if (other && other.outcome !== 'reached')
    return {
      verdict: 'inconclusive',
      sentence: `${sentence} The control failed: ${other.from} pinged ${other.to}: ${other.result}.`,
      next: 'Bring the control back first.',
      probes
    }
  return {
    verdict: 'pass',
    sentence: other
      ? `${sentence} In the same seconds ${other.from} got answers of ${other.to}.`
      : sentence,
    probes
  }
}

const fromPodsOnly: Obstacle = {
  verdict: 'inconclusive',
  sentence: 'Echo requests are sent from Pods only.',
  next: 'Give a workload as from.',
  final: true
}

async function ping(
  context: ProbeContext,
  check: PingCheck,
  role: ProbeRole,
  sender: ProbeClient,
  to: string | undefined
): Promise<Probe | Obstacle> {
  const from = await findProbePod(context, sender)
  if (isObstacle(from)) return from
  const target = await addressToAsk(context, to, check.via)
  if (isObstacle(target)) return target
  const at = context.clock.now()
  const command = [
    'ping',
    ...familyOption(check.family ?? check.via?.family),
    '-c',
    '3',
    '-W',
    '2',
    target.address
  ]
  const ran = await execInPod(context, from, command)
  if (ran === 'no-program') return lacks(from, 'ping')
  if (isObstacle(ran)) return ran
  const text = `${ran.stdout}\n${ran.stderr}`
  if (mayNotPing(text)) return lacks(from, 'ping that it may use')
  const loss = /(\d+(?:\.\d+)?)% packet loss/.exec(text)?.[1]
  const isUnknown = /bad address|unknown host|not known|resolution/i.test(text)
  const outcome = isUnknown
    ? 'unresolved'
    : loss === undefined || /unreachable|not permitted|denied/i.test(text)
      ? 'unclear'
      : ran.exitCode === 0 && Number(loss) < 100
        ? 'reached'
        : 'timeout'
  return {
    role,
    from: placeName(from),
    to: target.title,
    what: kubectlExec(from, command),
    result: loss === undefined ? firstLine(text) : `${loss} % of the requests got lost`,
    outcome,
    at,
    took: context.clock.now() - at
  }
}

/**
 * Whether ping got no socket: without CAP_NET_RAW a kernel gives one only to groups of net.ipv4.ping_group_range,
 * which container runtimes set since containerd 2.0. A policy says "not permitted" of sending, not of the socket.
 */
export function mayNotPing(text: string): boolean {
  return /\bsocket: (operation not permitted|permission denied)|denied \(are you root/i.test(text)
}

/** ping of BusyBox and of iputils take the same option for a family. */
export function familyOption(family: Family | undefined): readonly string[] {
  return family === undefined ? [] : [family === 'IPv6' ? '-6' : '-4']
}

/** What is asked: a name or address as it stands, or the address of what `via` names. */
export async function addressToAsk(
  context: ProbeContext,
  to: string | undefined,
  via: Via | undefined
): Promise<{ readonly address: string; readonly title: string } | Obstacle> {
  if (!via) return { address: to ?? '', title: to ?? '' }
  const found = await connectAddress(context, via, { fromHost: false, port: 0 })
  return isObstacle(found)
    ? found
    : { address: found.address, title: `${found.owner} at ${found.address}` }
}

export function lacks(pod: ProbePod, program: string): Obstacle {
  return {
    verdict: 'blocked',
    sentence: `Blocked, because the image of Pod ${pod.namespace}/${pod.name} has no program ${program}.`,
    next: `Use an image that has ${program}, as the lab’s manifest does.`,
    final: true,
    lacks: pod
  }
}
