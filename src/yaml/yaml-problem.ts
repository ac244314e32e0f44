import type { OffsetRange } from './text-edit.ts'

export type YamlProblemCode =
  | 'syntax'
  | 'tab-indent'
  | 'duplicate-key'
  | 'not-json'
  | 'unknown-anchor'
  | 'alias-bomb'
  | 'too-deep'
  | 'too-large'
  | 'binary'

export interface YamlProblem {
  readonly code: YamlProblemCode
  readonly message: string
  readonly range: OffsetRange
}

export type ReportProblem = (problem: YamlProblem) => void
