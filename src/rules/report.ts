import type { FieldPath } from '../base/field-path.ts'
import type { OffsetRange, TextEdit } from '../yaml/text-edit.ts'
import type { FieldPart } from '../yaml/node-path.ts'
import type { Manifest } from './manifest.ts'
import type { ManifestEditor } from './manifest-editor.ts'
import type { Severity } from './severity.ts'

/** What a rule found. Paths begin at the object, not at the document. */
export interface Report {
  readonly at: FieldPath
  /** What of the field is underlined; a key without a value says less than the whole entry. */
  readonly part?: FieldPart
  /** Narrower than the field: part of its value, by offsets into the file. */
  readonly range?: (manifest: Pick<Manifest, 'document' | 'path'>) => OffsetRange
  /** What is the case, in one sentence that names the thing. */
  readonly message: string
  /** Why it matters, where the rule's own sentence doesn't fit. */
  readonly why?: string
  /** What to do, where the rule's own sentence doesn't fit. */
  readonly todo?: string
  readonly severity?: Severity
  readonly related?: readonly Related[]
  readonly fixes?: readonly FixPlan[]
}

/** Another place that belongs to the finding. */
export interface Related {
  /** Absent: the manifest of the report. */
  readonly manifest?: Manifest
  readonly at: FieldPath
  readonly message: string
}

/** A change that would mend a finding; the edits are computed when somebody asks for them. */
export interface FixPlan {
  readonly title: string
  /** Safe: it can only be meant so, and it changes nothing else. `--fix` applies safe fixes only. */
  readonly safe: boolean
  readonly preferred?: boolean
  readonly change: (edit: ManifestEditor) => readonly TextEdit[]
}
