import { evidenceHead, headingOf, proseOf, tableOf } from '../evidence-page.ts'
import { verdictLooks, verdictOfAll, type Verdict } from '../verdict.ts'
import type { Finding } from './finding.ts'
import type { ObjectJudgement } from './judge-object.ts'

/** The objects of one document, judged together. */
export interface DocumentJudgement {
  readonly verdict: Verdict
  readonly sentence: string
  readonly next?: string
  readonly objects: readonly ObjectJudgement[]
  readonly simulated: boolean
  readonly context: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
}

export function judgementOf(
  objects: readonly ObjectJudgement[],
  where: Omit<DocumentJudgement, 'verdict' | 'sentence' | 'next' | 'objects'>
): DocumentJudgement {
  const verdict = verdictOfAll(objects.map(one => one.verdict))
  const decided = objects.find(one => one.verdict === verdict)
  const all = objects.length > 1 && verdict === 'pass'
  return {
    ...where,
    objects,
    verdict,
    sentence: all
      ? `${objects.length} objects are in the cluster as this text says, and ready.`
      : (decided?.sentence ?? 'There is no object to judge.'),
    ...(decided?.next !== undefined && { next: decided.next })
  }
}

/** The evidence as a page in Markdown: what was looked at in each object, and what that leaves open. */
export function objectEvidence(judgement: DocumentJudgement, file: string): string {
  const { objects, simulated } = judgement
  const [first] = objects
  const title = objects.length === 1 && first ? first.object : `${objects.length} objects`
  return [
    ...evidenceHead({ ...judgement, title, of: [file] }),
    ...objects.flatMap(({ object, verdict, sentence, next, findings }) => [
      ...(objects.length === 1 ? [] : [`## ${headingOf(verdict, object, simulated)}`, '']),
      ...(objects.length === 1 ? [] : [proseOf(sentence), '']),
      ...(next === undefined ? [] : [`**Next:** ${proseOf(next)}`, '']),
      ...tableOf(['what', 'result', 'seen'], findings.map(findingRow))
    ]),
    '**This covers:** what the API server holds and what controllers report of it. Whether packets get through is another question: verify a step of a lab, or ask from a Pod.',
    ''
  ].join('\n')
}

function findingRow({ about, verdict, says, weight }: Finding): string[] {
  const word = weight === 'note' ? 'Note' : verdictLooks[verdict].word
  return [
    proseOf(about),
    weight === 'predicted' ? `Predicted: ${verdict === 'pass' ? 'yes' : 'no'}` : word,
    proseOf(says)
  ]
}
