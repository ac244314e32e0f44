/** One item of docs/learning-plan.json. */
export interface PlanItem {
  /** Such as `9`, `9.1` or `E9`. */
  readonly item: string
  readonly title: string
  readonly topics?: readonly string[]
  readonly steps?: readonly string[]
  readonly done?: readonly string[]
}

/** One line of an item, as a step of a lab names it in `covers`. */
export interface PlanLine {
  /** Such as `9: topic 1`. */
  readonly id: string
  readonly text: string
}

export function planLines({
  item,
  topics = [],
  steps = [],
  done = []
}: PlanItem): readonly PlanLine[] {
  const lines = (what: string, texts: readonly string[]): readonly PlanLine[] =>
    texts.map((text, i) => ({ id: `${item}: ${what} ${i + 1}`, text }))
  return [...lines('topic', topics), ...lines('step', steps), ...lines('done', done)]
}
