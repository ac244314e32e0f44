import { recordOf, numberOf } from '../base/json.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { addressToAsk, familyOption, lacks, mayNotPing } from './check-ping.ts'
import { connectAddress } from './connect-address.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { firstLine } from './http-reply.ts'
import type { PathMtuCheck, ThroughputCheck } from './lab-definition.generated.ts'
import { isWithin, limitsText } from './limits.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { placeName } from './probe-place.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'
import type { Probe } from './step-result.ts'

/** The smallest MTU that a family guarantees, and the largest that networks have. Bytes. */
const mtuRange = { IPv4: { from: 576, to: 9216 }, IPv6: { from: 1280, to: 9216 } } as const
/** IP header and ICMP header, which are not in the size that ping is given. Bytes. */
const headers = { IPv4: 28, IPv6: 48 } as const

/** Looks for the largest packet that gets through with "do not fragment", by halves. */
export async function samplePathMtu(context: ProbeContext, check: PathMtuCheck): Promise<Sample> {
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const target = await addressToAsk(context, check.to, check.via)
  if (isObstacle(target)) return sampleOf(target, [])
  const family =
    check.family ?? check.via?.family ?? (target.address.includes(':') ? 'IPv6' : 'IPv4')
  const at = context.clock.now()
  let { from: low, to: high } = mtuRange[family] as { readonly from: number; readonly to: number }
  const passes = async (bytes: number): Promise<boolean | Obstacle> =>
    await pingOf(context, from, target.address, family, bytes - headers[family])
  const first = await passes(low)
  if (typeof first === 'object') return sampleOf(first, [])
  if (!first)
    return {
      verdict: 'inconclusive',
      sentence: `Not even ${low} bytes get from ${from.namespace}/${from.name} to ${target.title}.`,
      next: 'Look first whether a plain ping is answered.',
      probes: []
    }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const passed = await passes(middle)
    if (typeof passed === 'object') return sampleOf(passed, [])
    if (passed) low = middle
    else high = middle
  }
  const command = commandOf(target.address, family, low - headers[family])
  return measured(check.expect, low, 'bytes', {
    role: 'subject',
    from: placeName(from),
    to: target.title,
    what: kubectlExec(from, command),
    result: `${low} bytes pass unfragmented, ${low + 1} do not`,
    outcome: 'reached',
    at,
    took: context.clock.now() - at
  })
}

function commandOf(address: string, family: 'IPv4' | 'IPv6', size: number): readonly string[] {
  return [
    'ping',
    ...familyOption(family),
    '-M',
    'do',
    '-c',
    '1',
    '-W',
    '1',
    '-s',
    String(size),
    address
  ]
}

async function pingOf(
  context: ProbeContext,
  from: ProbePod,
  address: string,
  family: 'IPv4' | 'IPv6',
  size: number
): Promise<boolean | Obstacle> {
  const ran = await execInPod(context, from, commandOf(address, family, size))
  if (ran === 'no-program') return lacks(from, 'ping')
  if (isObstacle(ran)) return ran
  if (/unrecognized option|invalid option|usage:/i.test(ran.stderr))
    return lacks(from, 'ping with the option -M, which that of iputils has')
  if (mayNotPing(ran.stderr)) return lacks(from, 'ping that it may use')
  return ran.exitCode === 0
}

/** Runs iperf3 against the server for three seconds. */
export async function sampleThroughput(
  context: ProbeContext,
  check: ThroughputCheck
): Promise<Sample> {
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const family = check.family ?? check.via?.family
  const target = await connectAddress(
    context,
    check.via ?? { pod: check.server, ...(family && { family }) },
    { fromHost: false, port: 5201 }
  )
  if (isObstacle(target)) return sampleOf(target, [])
  const at = context.clock.now()
  const command = ['iperf3', '-J', '-t', '3', '-p', String(target.port), '-c', target.address]
  const ran = await execInPod(context, from, command)
  if (ran === 'no-program') return sampleOf(lacks(from, 'iperf3'), [])
  if (isObstacle(ran)) return sampleOf(ran, [])
  const bits = bitsPerSecond(ran.stdout)
  const probe = (result: string, isKnown: boolean): Probe => ({
    role: 'subject',
    from: placeName(from),
    to: `${target.owner} at ${target.address}`,
    what: kubectlExec(from, command),
    result,
    outcome: isKnown ? 'reached' : 'unclear',
    at,
    took: context.clock.now() - at
  })
  if (bits === undefined) {
    const said = errorIn(ran.stdout) ?? firstLine(ran.stderr)
    return {
      verdict: 'inconclusive',
      sentence: `iperf3 brought no figure: ${said}.`,
      next: 'Look whether the iperf3 server listens, and whether another client keeps it busy.',
      probes: [probe(said, false)]
    }
  }
  const mbits = Math.round(bits / 100_000) / 10
  return measured(check.expect, mbits, 'Mbit/s', probe(`${mbits} Mbit/s`, true))
}

function bitsPerSecond(text: string): number | undefined {
  const end = recordOf(recordOf(jsonOf(text)).end)
  return numberOf(recordOf(end.sum_received).bits_per_second)
}

function errorIn(text: string): string | undefined {
  const { error } = recordOf(jsonOf(text))
  return typeof error === 'string' ? error : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A program that ended early prints half a document, which says nothing.
    return undefined
  }
}

function measured(
  limits: PathMtuCheck['expect'],
  figure: number,
  unit: string,
  probe: Probe
): Sample {
  const isMet = isWithin(figure, limits)
  return {
    verdict: isMet ? 'pass' : 'fail',
    sentence: `From ${probe.from} to ${probe.to}: ${probe.result}. Asked for is ${limitsText(limits, unit)}.`,
    ...(!isMet && {
      next: 'Look at the MTU of the interfaces on the way, and at what else uses the network.'
    }),
    probes: [{ ...probe, outcome: isMet ? 'reached' : 'other' }]
  }
}
