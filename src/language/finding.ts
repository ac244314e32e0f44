import type { Severity } from '../rules/severity.ts'
import type { Position } from '../yaml/line-map.ts'
import type { OffsetRange, TextEdit } from '../yaml/text-edit.ts'

export interface PositionRange {
  readonly start: Position
  readonly end: Position
}

/** Something to say about a place in a file: plain data, the same for the editor, the command and the tests. */
export interface Finding {
  readonly uri: string
  /** Position of the document in its file, from 0. */
  readonly document: number
  readonly rule: string
  readonly severity: Severity
  /** What is the case, why it matters, what to do: the three parts in one text. */
  readonly message: string
  readonly what: string
  readonly why: string
  readonly todo: string
  /** As Kubernetes writes field paths: `spec.rules[0].http.paths[0].weight`. */
  readonly path: string
  readonly range: OffsetRange
  readonly position: PositionRange
  /** The best one first. Computed when asked for. */
  readonly fixes: readonly Fix[]
  readonly related: readonly RelatedPlace[]
  readonly page: string
}

export interface Fix {
  readonly title: string
  /** It can only be meant so and changes nothing else. */
  readonly safe: boolean
  /** The one to offer first; at most one of a finding. */
  readonly preferred: boolean
  readonly edits: readonly FileEdits[]
}

export interface FileEdits {
  readonly uri: string
  readonly edits: readonly TextEdit[]
}

export interface RelatedPlace {
  readonly uri: string
  readonly range: OffsetRange
  readonly position: PositionRange
  readonly message: string
}

/** What was found in one file. */
export interface FileFindings {
  readonly uri: string
  /** Documents that hold something. */
  readonly documents: number
  readonly findings: readonly Finding[]
}
