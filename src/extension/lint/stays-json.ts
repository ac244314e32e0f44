import type { TextDocument } from 'vscode'
import { withoutJsonComments } from '../../yaml/json-comments.ts'
import { applyEdits } from '../../yaml/line-map.ts'
import type { TextEdit } from '../../yaml/text-edit.ts'

/** Whether a text of JSON is still JSON after these edits. */
export function staysJson(text: TextDocument, edits: readonly TextEdit[]): boolean {
  try {
    JSON.parse(withoutJsonComments(applyEdits(text.getText(), edits)))
    return true
  } catch {
    return false
  }
}
