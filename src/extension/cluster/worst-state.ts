import type { ObjectJudgement } from '../../labs/objects/judge-object.ts'
import { verdictOfAll } from '../../labs/verdict.ts'

/** The judgement that speaks for all objects of a document: the first of the worst ones. */
export function worstOf(judgements: readonly ObjectJudgement[]): ObjectJudgement | undefined {
  const verdict = verdictOfAll(judgements.map(one => one.verdict))
  return judgements.find(one => one.verdict === verdict)
}
