import { acceptedHits, chanceOfScatter } from './binomial.ts'
import { nextOfProxy, requestTarget } from './check-http.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import type { SplitCheck } from './lab-definition.generated.ts'
import { isObstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findPlace, placeName } from './probe-place.ts'
import { sendMany, type CountedAnswer } from './split-requests.ts'
import type { Probe } from './step-result.ts'

/**
 * With so many requests an honest split fails once in a thousand runs, and 80 : 20 passes for 90 : 10 in less
 * than one of a hundred.
 */
const usualRequests = 400
/** A share of nothing: one of 20 would be seen in 99 of 100 runs. */
const requestsForNone = 100
/** Before the count begins, so many answers have to be from servers that are known. */
const warmUp = 5
const significance = 0.001

/** One count of a `split` check. */
export async function sampleSplit(context: ProbeContext, check: SplitCheck): Promise<Sample> {
  const from = await findPlace(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const target = await requestTarget(context, check)
  if (isObstacle(target)) return sampleOf(target, [])
  const at = context.clock.now()
  const send = (times: number): ReturnType<typeof sendMany> =>
    sendMany(context, from, target.request, check.identity, times)
  const probe = (result: string, what: string, isWanted: boolean): Probe => ({
    role: 'subject',
    from: placeName(from),
    to: target.to,
    what,
    result,
    outcome: isWanted ? 'reached' : 'other',
    at,
    took: context.clock.now() - at
  })
  const first = await send(warmUp)
  if (isObstacle(first)) return sampleOf(first, [])
  const odd = first.answers.find(answer => !isKnown(check, answer))
  if (odd) {
    const shown = describe(odd)
    return {
      verdict: 'fail',
      sentence: `${placeName(from)} asked ${target.to} and got ${shown}, so there is nothing to count yet.`,
      next:
        nextOfProxy(odd.status) ??
        `Each answer has to say who it is from: ${Object.keys(check.shares).join(' or ')}.`,
      probes: [probe(shown, first.what, false)]
    }
  }
  const positive = Object.values(check.shares).filter(weight => weight > 0).length
  const many = await send(check.requests ?? (positive === 1 ? requestsForNone : usualRequests))
  if (isObstacle(many)) return sampleOf(many, [])
  const judged = judgeSplit(check, many.answers)
  return {
    verdict: judged.verdict,
    sentence: `${placeName(from)} asked ${target.to}. ${judged.sentence}`,
    ...(judged.next !== undefined && { next: judged.next }),
    probes: [probe(judged.counts, many.what, judged.verdict === 'pass')]
  }
}

function isKnown({ shares }: SplitCheck, { status, identity }: CountedAnswer): boolean {
  return status >= 200 && status < 300 && identity !== undefined && Object.hasOwn(shares, identity)
}

function describe({ status, identity }: CountedAnswer): string {
  if (status === 0) return 'no answer'
  return identity === undefined ? `${status} from nobody known` : `${status} from ${identity}`
}

interface Judged {
  readonly verdict: Sample['verdict']
  readonly sentence: string
  readonly counts: string
  readonly next?: string
}

/** What the counts say. Odd answers above 1 % leave it open, above 5 % they are the finding. */
export function judgeSplit(check: SplitCheck, answers: readonly CountedAnswer[]): Judged {
  const total = Object.values(check.shares).reduce((sum, weight) => sum + weight, 0)
  const known = answers.filter(answer => isKnown(check, answer))
  const shares = Object.entries(check.shares).map(([name, weight]) => ({
    name,
    share: weight / total,
    hits: known.filter(({ identity }) => identity === name).length
  }))
  const odd = answers.length - known.length
  const counts = [
    ...shares.map(({ name, hits }) => `${name} ${hits} of ${known.length}`),
    ...(odd > 0 ? [`${odd} other answers`] : [])
  ].join(', ')
  const oddOnes = answers.filter(answer => !isKnown(check, answer))
  if (odd > answers.length * 0.01)
    return {
      verdict: odd > answers.length * 0.05 ? 'fail' : 'inconclusive',
      sentence: `${odd} of ${answers.length} answers were others, such as ${describe(oddOnes[0] ?? { status: 0, identity: undefined, setsCookie: false })}; more than 1 % are too many to count shares.`,
      counts,
      next: 'Look whether all servers are Ready and answer, then verify again.'
    }
  if (known.some(({ setsCookie }) => setsCookie))
    return {
      verdict: 'inconclusive',
      sentence: 'The answers set a cookie, so clients are probably kept at one server.',
      counts,
      next: 'Switch session affinity off while shares are counted.'
    }
  return { ...judgeShares(shares, known.length), counts }
}

interface Share {
  readonly name: string
  readonly share: number
  readonly hits: number
}

function judgeShares(shares: readonly Share[], requests: number): Omit<Judged, 'counts'> {
  const next =
    'Look at the weights of the route, and at which Pods stand behind each of its Services. Without a route, a Service shares by its Ready Pods alone.'
  const seen = shares.map(({ name, hits }) => `${name} ${hits}`).join(', ')
  const unwanted = shares.find(({ share, hits }) => share === 0 && hits > 0)
  if (unwanted)
    return {
      verdict: 'fail',
      sentence: `${requests} answers: ${seen}. ${unwanted.name} has no share and was seen.`,
      next
    }
  const positive = shares.filter(({ share }) => share > 0)
  const [smallest] = [...positive].sort((a, b) => a.share - b.share)
  if (!smallest) throw new Error('Nobody has a share.')
  if (positive.length > 2) {
    const chance = chanceOfScatter(positive)
    const isHonest = chance >= significance
    return {
      verdict: isHonest ? 'pass' : 'fail',
      sentence: `${requests} answers: ${seen}. Honest shares scatter so much in ${percent(chance)} of all runs.`,
      ...(!isHonest && { next })
    }
  }
  const { from, to } = acceptedHits(requests, smallest.share, significance)
  const isHonest = smallest.hits >= from && smallest.hits <= to
  const asked = percent(smallest.share)
  return {
    verdict: isHonest ? 'pass' : 'fail',
    sentence:
      positive.length === 1
        ? `${requests} answers: ${seen}. Nobody else may answer.`
        : `${requests} answers: ${seen}. ${asked} for ${smallest.name} may be ${from} to ${to} by chance.`,
    ...(!isHonest && { next })
  }
}

function percent(share: number): string {
  const rounded = Math.round(share * 1000) / 10
  return rounded === 0 && share > 0 ? 'less than 0.1 %' : `${rounded} %`
}
