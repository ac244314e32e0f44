import {
  CodeAction,
  CodeActionKind,
  l10n,
  SnippetString,
  SnippetTextEdit,
  WorkspaceEdit,
  type TextDocument
} from 'vscode'
import type { Finding } from '../../language/finding.ts'
import type { LanguageService } from '../../language/language-service.ts'
import type { SuppressingComment } from '../../language/suppress-finding.ts'
import { isJsonText } from './manifest-text.ts'

/** Comments that silence a check here, in the document or in the file, with the reason left to be typed. */
export function suppressActions(
  service: LanguageService,
  finding: Finding,
  text: TextDocument
): CodeAction[] {
  // A stale comment is taken away, not silenced by another one.
  if (isJsonText(text) || finding.rule.startsWith('suppression/')) return []
  return service.suppressions(text.uri.toString(), finding).map(comment => {
    const action = new CodeAction(titleOf(comment, finding.rule), CodeActionKind.QuickFix)
    const edit = new WorkspaceEdit()
    edit.set(text.uri, [SnippetTextEdit.insert(text.positionAt(comment.offset), bodyOf(comment))])
    action.edit = edit
    return action
  })
}

function titleOf({ scope }: SuppressingComment, rule: string): string {
  if (scope === 'next-line') return l10n.t('Suppress {0} here, with a reason', rule)
  if (scope === 'document') return l10n.t('Suppress {0} in this document, with a reason', rule)
  return l10n.t('Suppress {0} in this file, with a reason', rule)
}

function bodyOf({ text, end }: SuppressingComment): SnippetString {
  return new SnippetString()
    .appendText(text)
    .appendPlaceholder(l10n.t('why it is right here'))
    .appendText(end)
}
