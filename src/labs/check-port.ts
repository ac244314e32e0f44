import type { BaselineOf } from './check-http.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { connectAddress } from './connect-address.ts'
import type { TcpCheck, UdpCheck } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import { probePort } from './port-probe.ts'
import type { ProbeContext } from './probe-context.ts'
import { findPlace } from './probe-place.ts'
import type { Probe, ProbeOutcome, ProbeRole } from './step-result.ts'
import { parseTargetUrl } from './target-url.ts'

type PortCheck = TcpCheck | UdpCheck

/** One connection or datagram of a `tcp` or `udp` check, with its control in the same seconds. */
export async function samplePort(
  context: ProbeContext,
  check: PortCheck,
  baselineOf: BaselineOf
): Promise<Sample> {
  const { control } = check
  const [subject, other] = await Promise.all([
    ask(context, check, 'subject', check.from, check.to),
    control ? ask(context, check, 'control', control.from, control.to ?? check.to) : undefined
  ])
  if (isObstacle(subject)) return sampleOf(subject, [])
  if (other && isObstacle(other)) return sampleOf(other, [subject])
  const probes = [subject, ...(other ? [other] : [])]
  const sentence = `${subject.from} tried ${subject.to}: ${subject.result}.`
  if (
    subject.outcome === 'unclear' ||
    (subject.outcome === 'unresolved' && check.expect !== 'open')
  )
    return { verdict: 'inconclusive', sentence, next: runItYourself, probes }
  if (subject.outcome !== wantedOutcome[check.expect])
    return { verdict: 'fail', sentence, next: nextFor(check, subject.outcome), probes }
  if (other && other.outcome !== 'reached')
    return {
      verdict: 'inconclusive',
      sentence: `${sentence} The control failed: ${other.from} tried ${other.to}: ${other.result}.`,
      next: 'Bring the control back first: its server has to answer.',
      probes
    }
  return {
    verdict: 'pass',
    sentence: other
      ? `${sentence} In the same seconds ${other.from} got through to ${other.to}.`
      : sentence,
    probes,
    ...(check.expect === 'open' && { baseline: baselineOf(check.id, subject) })
  }
}

async function ask(
  context: ProbeContext,
  check: PortCheck,
  role: ProbeRole,
  sender: PortCheck['from'],
  url: string
): Promise<Probe | Obstacle> {
  const from = await findPlace(context, sender)
  if (isObstacle(from)) return from
  if (check.via?.address === 'forward')
    return {
      verdict: 'inconclusive',
      sentence:
        'A tunnel takes every connection, so it can’t tell whether the port behind it is open.',
      next: 'Ask for an answer instead, with a check of the kind http.',
      final: true
    }
  const { host = '', port = 0 } = parseTargetUrl(url) ?? {}
  const { family } = check
  const via = check.via && { ...(family && { family }), ...check.via }
  const found = via && (await connectAddress(context, via, { fromHost: sender === 'host', port }))
  if (found && isObstacle(found)) return found
  return await probePort(context, {
    role,
    from,
    protocol: check.kind,
    host: found?.address ?? host,
    port: found?.port ?? port,
    to: found ? `${url} at ${found.address}, port ${found.port} of ${found.owner}` : url,
    ...(family && { family }),
    ...('send' in check && { send: check.send })
  })
}

const wantedOutcome: Readonly<Record<PortCheck['expect'], ProbeOutcome>> = {
  open: 'reached',
  refused: 'refused',
  silent: 'timeout'
}

const runItYourself = 'Run the command of the evidence yourself and read what it says.'

function nextFor({ expect, kind }: PortCheck, outcome: ProbeOutcome): string {
  if (expect !== 'open')
    return outcome === 'reached'
      ? 'Look for the rule that lets it through.'
      : 'Look whether something listens there, and whether a NetworkPolicy is in the way.'
  if (outcome === 'unresolved')
    return 'Look whether the name exists and the client reaches cluster DNS.'
  if (outcome === 'refused')
    return 'Look whether the server’s Pods are Ready and listen on the target port.'
  return kind === 'udp'
    ? 'Look for a NetworkPolicy, and whether the server answers this datagram.'
    : 'Look for a NetworkPolicy that selects one of the two Pods.'
}
