import { parseCidr, parseIp } from '../model/cidr.ts'
import { isIn } from './check-addresses.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { lacks } from './check-ping.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { firstLine } from './http-reply.ts'
import type { RoutesCheck } from './lab-definition.generated.ts'
import { nslookupCommand, readNslookup } from './name-lookup.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { placeName } from './probe-place.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'

/** One question of a `routes` check to the kernel of the Pod. */
export async function sampleRoutes(context: ProbeContext, check: RoutesCheck): Promise<Sample> {
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const address = await addressOf(context, from, check.to)
  if (typeof address !== 'string') return sampleOf(address, [])
  const to = address === check.to ? address : `${check.to} at ${address}`
  const at = context.clock.now()
  const source = check.source === undefined ? [] : ['from', check.source]
  const command = ['ip', 'route', 'get', address, ...source]
  const ran = await execInPod(context, from, command)
  if (ran === 'no-program') return sampleOf(lacks(from, 'ip'), [])
  if (isObstacle(ran)) return sampleOf(ran, [])
  const line = firstLine(ran.stdout === '' ? ran.stderr : ran.stdout)
  const why = ran.exitCode === 0 ? whyOther(check, line) : 'there is no route'
  const pod = placeName(from)
  return {
    verdict: why === undefined ? 'pass' : 'fail',
    sentence: `${pod} sends to ${to} like this: ${line}${why === undefined ? '' : `; ${why}`}.`,
    ...(why !== undefined && { next: 'Look at ip route and ip rule in the Pod.' }),
    probes: [
      {
        role: 'subject',
        from: pod,
        to,
        what: kubectlExec(from, command),
        result: line,
        outcome: why === undefined ? 'reached' : 'other',
        at,
        took: context.clock.now() - at
      }
    ]
  }
}

/** The kernel knows addresses alone, so a name is looked up in the Pod first. */
async function addressOf(
  context: ProbeContext,
  from: ProbePod,
  to: string
): Promise<string | Obstacle> {
  if (parseIp(to)) return to
  const ran = await execInPod(context, from, nslookupCommand(to))
  if (ran === 'no-program') return lacks(from, 'nslookup')
  if (isObstacle(ran)) return ran
  const answer = readNslookup(ran)
  const [address] = answer.kind === 'addresses' ? answer.addresses : []
  return (
    address ?? {
      verdict: 'inconclusive',
      sentence: `${placeName(from)} asked for the name ${to} and got no address.`,
      next: 'Look whether the Service is there and whether the Pod reaches cluster DNS.',
      final: false
    }
  )
}

function whyOther({ expect }: RoutesCheck, line: string): string | undefined {
  const word = (after: string): string | undefined =>
    new RegExp(`\\b${after} (\\S+)`).exec(line)?.[1]
  const wanted = [
    ['interface', expect.interface, word('dev')],
    ['gateway', expect.gateway, word('via')],
    ['source', expect.source, word('src') ?? word('from')]
  ] as const
  for (const [what, expected, found] of wanted)
    if (expected !== undefined && !fits(found, expected)) return `the ${what} has to be ${expected}`
  return undefined
}

/** The same text, or an address inside of the range. */
function fits(found: string | undefined, expected: string): boolean {
  if (found === expected) return true
  const range = parseCidr(expected)
  return range !== undefined && found !== undefined && isIn(range, found)
}
