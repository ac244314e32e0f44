import type { Condition } from '../../model/kinds.ts'
import { type Backend, timestamp } from '../backend.ts'

/** What a condition shall say; its times come from what it said before. */
export interface WantedCondition {
  readonly type: string
  readonly holds: boolean
  readonly reason: string
  readonly message: string
}

/** Conditions as controllers of the Gateway API write them: in order, each with the generation it is about. */
export function conditionsWith(
  backend: Backend,
  before: readonly Condition[] | undefined,
  generation: number,
  wanted: readonly WantedCondition[]
): readonly Condition[] {
  return wanted.map(({ type, holds, reason, message }) => {
    const old = before?.find(one => one.type === type)
    const status = holds ? 'True' : 'False'
    const lastTransitionTime =
      old?.status === status && old.lastTransitionTime !== undefined
        ? old.lastTransitionTime
        : timestamp(backend)
    return { type, status, reason, message, lastTransitionTime, observedGeneration: generation }
  })
}
