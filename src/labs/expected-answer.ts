import { parseFieldPath } from '../base/field-path.ts'
import { valueAt } from '../base/json.ts'
import type { HttpReply } from './http-reply.ts'
import type { ExpectedAnswer, FieldText } from './lab-definition.generated.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { ProbeOutcome } from './step-result.ts'
import { patternWords } from './pattern-words.ts'

/** The answer of the intended server, with the texts that only it can send right now. */
export interface WantedAnswer {
  readonly status: number
  readonly body?: string
  readonly bodyMatches?: RegExp
  /** What that looks for, in words. */
  readonly words?: string
  /** Field names in lower case. */
  readonly headers?: ReadonlyMap<string, RegExp>
  /** The body contains one of these. Undefined: no such text is asked for. */
  readonly nonces?: readonly string[]
}

/** Reads from the cluster what the intended server would say. */
export async function readWantedAnswer(
  context: ProbeContext,
  { status, body, bodyMatches, words, headers, nonce }: ExpectedAnswer
): Promise<WantedAnswer | Obstacle> {
  const wanted: WantedAnswer = {
    status,
    ...(body !== undefined && { body }),
    ...(words !== undefined && { words }),
    ...(bodyMatches !== undefined && { bodyMatches: new RegExp(bodyMatches, 'u') }),
    ...(headers && {
      headers: new Map(
        Object.entries(headers).map(([name, text]) => [name.toLowerCase(), new RegExp(text, 'u')])
      )
    })
  }
  if (!nonce) return wanted
  const nonces = await readTexts(context, nonce)
  return 'final' in nonces ? nonces : { ...wanted, nonces }
}

async function readTexts(
  context: ProbeContext,
  { apiVersion, kind, namespace, name, labels, path }: FieldText
): Promise<readonly string[] | Obstacle> {
  const selector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const answer = await context.cluster.list(
    { apiVersion, kind },
    {
      ...callOptions(context, 10_000),
      namespace,
      ...(selector.length > 0 && { labelSelector: selector.join(',') })
    }
  )
  stopIfAborted(context)
  if (!answer.ok)
    return obstacleOf(answer.error, `list the ${kind} objects of namespace ${namespace}`)
  const at = parseFieldPath(path)
  return answer.value.items
    .filter(object => name === undefined || object.metadata.name === name)
    .flatMap(object => {
      const value = valueAt(object, at)
      return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []
    })
}

/**
 * Whether a reply is the wanted one, in the classes and words of the evidence. What the practice cluster says
 * about time was computed, and nobody waited for it, so it is left out there.
 */
export function judgeReply(
  reply: HttpReply,
  wanted: WantedAnswer,
  simulated: boolean
): { readonly outcome: ProbeOutcome; readonly text: string } {
  const text = [reply.text, simulated ? undefined : reply.time].filter(Boolean).join(' ')
  if (reply.kind !== 'answered') return { outcome: reply.kind, text }
  const why = whyOther(reply, wanted)
  return why === undefined
    ? { outcome: 'reached', text }
    : { outcome: 'other', text: `${text}, ${why}` }
}

function whyOther(
  { status, headers, body }: HttpReply & { readonly kind: 'answered' },
  wanted: WantedAnswer
): string | undefined {
  if (status !== wanted.status) return `not ${wanted.status}`
  for (const [name, expression] of wanted.headers ?? []) {
    const value = headers[name]
    if (value === undefined) return `without the header field ${name}`
    if (!expression.test(value)) return `with ${name}: ${value}`
  }
  const asksBody = [wanted.body, wanted.bodyMatches, wanted.nonces].some(one => one !== undefined)
  if (asksBody && body.trim() === '') return 'with an empty body'
  if (wanted.body !== undefined && !body.includes(wanted.body))
    return `without “${wanted.body}” in its body`
  if (wanted.bodyMatches && !wanted.bodyMatches.test(body))
    return `with a body that lacks ${patternWords(wanted.bodyMatches.source, wanted.words)}`
  if (wanted.nonces && !wanted.nonces.some(text => body.includes(text)))
    return 'from somebody else than the server that was meant'
  return undefined
}
