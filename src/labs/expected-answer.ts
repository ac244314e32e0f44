import { parseFieldPath } from '../base/field-path.ts'
import { valueAt } from '../base/json.ts'
import type { HttpReply } from './http-reply.ts'
import type { ExpectedAnswer, FieldText } from './lab-definition.generated.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { ProbeOutcome } from './step-result.ts'

/** The answer of the intended server, with the texts that only it can send right now. */
export interface WantedAnswer {
  readonly status: number
  readonly body?: string
  /** The body contains one of these. Undefined: no such text is asked for. */
  readonly nonces?: readonly string[]
}

/** Reads from the cluster what the intended server would say. */
export async function readWantedAnswer(
  context: ProbeContext,
  { status, body, nonce }: ExpectedAnswer
): Promise<WantedAnswer | Obstacle> {
  const wanted = { status, ...(body !== undefined && { body }) }
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

/** Whether a reply is the wanted one, in the classes and words of the evidence. */
export function judgeReply(
  reply: HttpReply,
  wanted: WantedAnswer
): { readonly outcome: ProbeOutcome; readonly text: string } {
  if (reply.kind !== 'answered') return { outcome: reply.kind, text: reply.text }
  const other = (why: string): { outcome: ProbeOutcome; text: string } => ({
    outcome: 'other',
    text: `${reply.text}, ${why}`
  })
  if (reply.status !== wanted.status) return other(`not ${wanted.status}`)
  if (reply.body.trim() === '' && (wanted.body !== undefined || wanted.nonces))
    return other('with an empty body')
  if (wanted.body !== undefined && !reply.body.includes(wanted.body))
    return other(`without “${wanted.body}” in its body`)
  if (wanted.nonces && !wanted.nonces.some(text => reply.body.includes(text)))
    return other('from somebody else than the server that was meant')
  return { outcome: 'reached', text: reply.text }
}
