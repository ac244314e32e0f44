import { LineMap } from '../yaml/line-map.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import type { PositionRange } from './finding.ts'

/** Positions of offsets in one text; the lines are counted when the first one is asked for. */
export class Positions {
  readonly #text: string
  #lines: LineMap | undefined

  constructor(text: string) {
    this.#text = text
  }

  rangeAt({ start, end }: OffsetRange): PositionRange {
    this.#lines ??= new LineMap(this.#text)
    return { start: this.#lines.positionAt(start), end: this.#lines.positionAt(end) }
  }
}
