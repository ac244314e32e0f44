import type { Completion } from '../language/completion.ts'
import type { PositionRange } from '../language/finding.ts'
import type { Hover } from '../language/hover.ts'
import type { CheckMeta } from '../rules/define-rule.ts'
import type { Severity } from '../rules/severity.ts'
import type { TextEdit } from '../yaml/text-edit.ts'

/** What is in the editor. The worker is told all of it with each question, so it can't be behind. */
export interface OpenFile {
  readonly name: string
  readonly text: string
  /** The check whose example this is; one that is off by default is on for it. */
  readonly check?: string
}

/** A finding as it crosses from the worker to the page. */
export interface ToldFinding {
  /** Undefined where no page explains it, as for definitions of labs. */
  readonly check?: string
  readonly severity: Severity
  readonly message: string
  readonly position: PositionRange
  readonly fixes: readonly ToldFix[]
}

export interface ToldFix {
  readonly title: string
  readonly preferred: boolean
  readonly edits: readonly TextEdit[]
}

/** What the page of a check is made of. */
export type CheckPage = CheckMeta & { readonly isOptIn: boolean }

/** What the worker answers, by the name of the question. */
export interface Answers {
  readonly checks: () => readonly CheckPage[]
  readonly lint: (file: OpenFile) => readonly ToldFinding[]
  readonly complete: (file: OpenFile, offset: number) => readonly Completion[]
  readonly hover: (file: OpenFile, offset: number) => Hover | undefined
}

export interface Question {
  readonly id: number
  readonly name: keyof Answers
  readonly args: readonly unknown[]
}

export type Answer = { readonly id: number } & (
  { readonly value: unknown } | { readonly failure: string }
)

/** A file of the product to start from. */
export interface Example {
  readonly group: string
  readonly title: string
  /** As in the repository; links name it. */
  readonly name: string
  readonly text: string
}
