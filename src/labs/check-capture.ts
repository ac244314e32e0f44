import { sleep } from '../base/clock.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { sendHttp } from './http-probe.ts'
import { joinPod } from './join-pod.ts'
import type { CaptureCheck } from './lab-definition.generated.ts'
import { isWithin, limitsText } from './limits.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import { flowsOf, packetLine, type Packet } from './pcap.ts'
import type { ProbeContext } from './probe-context.ts'
import { placeName } from './probe-place.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'
import type { PacketSummary, Probe } from './step-result.ts'
import {
  keptBytes,
  shownCommand,
  startListening,
  stopListening,
  type Captured,
  type Listening
} from './tcpdump.ts'

/** Milliseconds of listening where no request is sent. */
const quiet = 5000

/**
 * Listens at a Pod's own interface while a request is sent. Few packets count only while the same tcpdump is seen
 * to hear others: `control` is the filter of those. A request that nobody answered proves nothing either way.
 */
export async function sampleCapture(context: ProbeContext, check: CaptureCheck): Promise<Sample> {
  const pod = await findProbePod(context, check.at)
  if (isObstacle(pod)) return sampleOf(pod, [])
  const tools = check.at.container === undefined ? await joinPod(context, pod, 'capture') : pod
  if (isObstacle(tools)) return sampleOf(tools, [])
  const device = check.interface ?? 'eth0'
  const subject: Listening = { name: check.id, interface: device, filter: check.filter }
  const control: Listening | undefined =
    check.control === undefined
      ? undefined
      : { name: `${check.id}-control`, interface: device, filter: check.control }
  const at = context.clock.now()
  const heard = await listen(context, check, tools, [subject, ...(control ? [control] : [])])
  if (isObstacle(heard)) return sampleOf(heard, [])
  const [captured, others] = heard.captured
  if (!captured) return sampleOf(nothingHeard, [])
  const file = await context.keepFile?.(`${check.id}.pcap`, captured.bytes)
  const probeOf = (role: Probe['role'], listening: Listening, one: Captured): Probe => ({
    role,
    from: placeName(tools),
    to: `packets that fit ${listening.filter}`,
    what: shownCommand(tools, listening),
    result: countOf(one.packets),
    outcome: one.packets.length > 0 ? 'reached' : 'timeout',
    at,
    took: context.clock.now() - at
  })
  const probes = [
    ...heard.requests,
    probeOf('subject', subject, captured),
    ...(control && others ? [probeOf('control', control, others)] : [])
  ]
  return {
    ...judge(check, heard.requests, captured, others),
    probes,
    packets: summaryOf(captured, file)
  }
}

const nothingHeard: Obstacle = {
  verdict: 'inconclusive',
  sentence: 'Nothing was captured.',
  final: true
}

interface Heard {
  readonly requests: readonly Probe[]
  /** In the order of what was listened for. */
  readonly captured: readonly Captured[]
}

async function listen(
  context: ProbeContext,
  check: CaptureCheck,
  tools: ProbePod,
  all: readonly Listening[]
): Promise<Heard | Obstacle> {
  const started: Listening[] = []
  let problem: Obstacle | undefined
  for (const one of all) {
    problem ??= await startListening(context, tools, one)
    if (!problem) started.push(one)
  }
  const requests = problem ? [] : await sendDuring(context, check)
  const captured: Captured[] = []
  // Ended whatever went wrong, or tcpdump would go on until its container ends.
  for (const one of started) {
    const brought = await stopListening(context, tools, one)
    if (isObstacle(brought)) problem ??= brought
    else captured.push(brought)
  }
  if (problem) return problem
  return isObstacle(requests) ? requests : { requests, captured }
}

async function sendDuring(
  context: ProbeContext,
  { during }: CaptureCheck
): Promise<readonly Probe[] | Obstacle> {
  if (!during) {
    await sleep(context.clock, quiet, context.signal)
    return []
  }
  const from = await findProbePod(context, during.from)
  if (isObstacle(from)) return from
  const probes: Probe[] = []
  for (let i = 0; i < (during.times ?? 1); i++) {
    const at = context.clock.now()
    const sent = await sendHttp(context, from, { url: during.to })
    if (isObstacle(sent)) return sent
    const { kind, text, time } = sent.reply
    probes.push({
      role: 'subject',
      from: placeName(from),
      to: during.to,
      what: sent.what,
      result: time === undefined ? text : `${text} ${time}`,
      outcome: kind === 'answered' ? 'reached' : kind,
      at,
      took: context.clock.now() - at
    })
  }
  return probes
}

type Judgement = Pick<Sample, 'verdict' | 'sentence' | 'next'>

function judge(
  { expect, filter, control, at: { namespace, workload } }: CaptureCheck,
  requests: readonly Probe[],
  { packets, dropped }: Captured,
  others: Captured | undefined
): Judgement {
  const place = `${namespace}/${workload}`
  const failed = requests.find(({ outcome }) => outcome !== 'reached')
  if (failed)
    return {
      verdict: 'inconclusive',
      sentence: `The request that was to be captured got no answer: ${failed.from} asked ${failed.to}: ${failed.result}. So the packets at ${place} say nothing.`,
      next: 'Bring the request to work first.'
    }
  const seen = `${countOf(packets)} at ${place} fit ${filter}`
  if (others?.packets.length === 0)
    return {
      verdict: 'inconclusive',
      sentence: `${seen}, and none fit the control ${control ?? ''} either, so tcpdump may have heard nothing at all.`,
      next: 'Look whether the interface is the one that the request passes, and whether the request reaches this Pod.'
    }
  const { matches, ...limits } = expect
  const isEnough = isWithin(packets.length, limits)
  const pattern = matches === undefined ? undefined : new RegExp(matches)
  const line = pattern && packets.map(packetLine).find(one => pattern.test(one))
  const lost = lostPackets(dropped)
  if (!isEnough)
    return {
      verdict: lost > 0 ? 'inconclusive' : 'fail',
      sentence: `${seen}. Asked for is ${limitsText(limits)}.${lost > 0 ? ` The kernel dropped ${lost}.` : ''}`,
      next: 'Look at the packets in the evidence, and whether the request goes to this Pod and this port.'
    }
  if (pattern && line === undefined)
    return {
      verdict: 'fail',
      sentence: `${seen}, and no line of them fits ${matches ?? ''}.`,
      next: 'Look at the packets in the evidence.'
    }
  return {
    verdict: 'pass',
    sentence: `${seen}${line === undefined ? '' : `, such as “${line}”`}.${
      others ? ` Meanwhile ${countOf(others.packets)} fit the control ${control ?? ''}.` : ''
    }`
  }
}

function countOf(packets: readonly Packet[]): string {
  return packets.length === 1 ? '1 packet' : `${packets.length} packets`
}

function lostPackets(dropped: string | undefined): number {
  return Number(/^\d+/.exec(dropped ?? '')?.[0] ?? 0)
}

/** Rows beyond these say nothing that a file doesn't. */
const mostRows = 12

function summaryOf({ packets, dropped }: Captured, file: string | undefined): PacketSummary {
  return {
    flows: flowsOf(packets).slice(0, mostRows),
    first: packets.slice(0, mostRows).map(packetLine),
    count: packets.length,
    kept: keptBytes,
    ...(dropped !== undefined && { dropped }),
    ...(file !== undefined && { file })
  }
}
