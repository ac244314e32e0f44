/** UTF-16 offsets into the text of a file, the end not included. */
export interface OffsetRange {
  readonly start: number
  readonly end: number
}

export interface TextEdit {
  readonly range: OffsetRange
  readonly newText: string
}
