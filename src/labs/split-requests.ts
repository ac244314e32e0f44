import { parseFieldPath } from '../base/field-path.ts'
import { valueAt } from '../base/json.ts'
import { requestOptions, splitHead } from './curl.ts'
import { execInPod, kubectlExec, quoted } from './exec-in-pod.ts'
import { plainRequest, type HttpRequest } from './http-reply.ts'
import type { SplitIdentity } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { isHost, placeName, type HostPlace, type ProbePlace } from './probe-place.ts'
import type { ProbePod } from './probe-pod.ts'

/** One answer of many. */
export interface CountedAnswer {
  readonly status: number
  /** Who answered, as the check reads it; undefined when the answer doesn't say. */
  readonly identity: string | undefined
  /** True when a cookie came along: a server that wants its clients back doesn't share them out by chance. */
  readonly setsCookie: boolean
}

export interface ManyAnswers {
  readonly answers: readonly CountedAnswer[]
  /** The command as a person could repeat it. */
  readonly what: string
}

/** Sends one request so many times, each of them over a connection of its own. */
export async function sendMany(
  context: ProbeContext,
  from: ProbePlace,
  request: HttpRequest,
  identity: SplitIdentity,
  times: number
): Promise<ManyAnswers | Obstacle> {
  return isHost(from)
    ? await sendFromHost(context, from, request, identity, times)
    : await sendFromPod(context, from, request, identity, times)
}

/** So many requests run in one exec: each exec costs more than a request does. */
const batch = 40
const batchLimitMs = 60_000

async function sendFromPod(
  context: ProbeContext,
  from: ProbePod,
  request: HttpRequest,
  identity: SplitIdentity,
  times: number
): Promise<ManyAnswers | Obstacle> {
  const answers: CountedAnswer[] = []
  let what = ''
  while (answers.length < times) {
    const size = Math.min(batch, times - answers.length)
    const command = ['sh', '-c', loopOf(request, size)]
    what ||= kubectlExec(from, command)
    const ran = await execInPod(context, from, command, batchLimitMs)
    if (ran === 'no-program' || (!isObstacle(ran) && ran.exitCode === 127)) return withoutCurl(from)
    if (isObstacle(ran)) return ran
    const read = readLoop(ran.stdout, identity)
    if (read.length === 0)
      return {
        verdict: 'inconclusive',
        sentence: `${placeName(from)} printed nothing that could be counted.`,
        next: 'Run the command of the evidence yourself and read what it says.',
        final: false
      }
    answers.push(...read)
  }
  return { answers, what }
}

/** The line that ends each answer: nothing that a server would send by chance. */
const mark = '--netlabs--'

function loopOf(request: HttpRequest, times: number): string {
  const command = [
    ...['curl', '-s', '-i', '--noproxy', '*', '--connect-timeout', '2', '--max-time', '3'],
    ...requestOptions(request),
    ...['-w', `\\n${mark} %{http_code}\\n`, plainRequest(request).url]
  ]
  const numbers = Array.from({ length: times }, (_, i) => i + 1)
  return `for i in ${numbers.join(' ')}; do ${command.map(quoted).join(' ')}; done`
}

function readLoop(stdout: string, identity: SplitIdentity): readonly CountedAnswer[] {
  const parts = stdout.split(new RegExp(`\\n${mark} (\\d{3})\\n`))
  const answers: CountedAnswer[] = []
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const { headers, body } = splitHead(parts[i] ?? '')
    answers.push(answerOf(Number(parts[i + 1]), headers, body, identity))
  }
  return answers
}

function answerOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  { header, json, body: expression }: SplitIdentity
): CountedAnswer {
  const base = { status, setsCookie: headers['set-cookie'] !== undefined }
  if (header !== undefined) return { ...base, identity: headers[header.toLowerCase()] }
  if (expression !== undefined) {
    const found = new RegExp(expression, 'mu').exec(body)
    return { ...base, identity: found?.[1] ?? found?.[0] }
  }
  return { ...base, identity: textAt(body, json ?? '') }
}

function textAt(body: string, path: string): string | undefined {
  try {
    const value = valueAt(JSON.parse(body), parseFieldPath(path))
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  } catch {
    // No JSON, so it doesn't say who it is from.
    return undefined
  }
}

function withoutCurl(from: ProbePod): Obstacle {
  return {
    verdict: 'blocked',
    sentence: `Blocked, because the image of ${placeName(from)} has no curl, with which the requests are counted.`,
    next: 'Use an image with curl for the client, as the lab’s manifest does.',
    lacks: from,
    final: true
  }
}

/** How many requests of the host are under way at once. */
const abreast = 8

async function sendFromHost(
  context: ProbeContext,
  { host }: HostPlace,
  request: HttpRequest,
  identity: SplitIdentity,
  times: number
): Promise<ManyAnswers> {
  const answers: CountedAnswer[] = []
  while (answers.length < times) {
    const size = Math.min(abreast, times - answers.length)
    const replies = await Promise.all(
      Array.from({ length: size }, () =>
        host.http({ ...request, wantsHeaders: true }, context.signal)
      )
    )
    context.signal?.throwIfAborted()
    for (const reply of replies)
      answers.push(
        reply.kind === 'answered'
          ? answerOf(reply.status, reply.headers, reply.body, identity)
          : { status: 0, identity: undefined, setsCookie: false }
      )
  }
  return { answers, what: loopOf(request, times) }
}
