import {
  CodeAction,
  CodeActionKind,
  languages,
  WorkspaceEdit,
  type CodeActionProvider,
  type TextDocument
} from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { LanguageService } from '../../language/language-service.ts'
import type { Refactoring } from '../../language/refactor/refactorings.ts'
import { LineMap } from '../../yaml/line-map.ts'
import { isJsonText, manifestLanguages } from './manifest-text.ts'
import { staysJson } from './stays-json.ts'
import type { LiveLint } from './live-lint.ts'
import { rangeOf } from './to-editor.ts'

/** The object at the cursor, written in another way. Shown by Refactor…, never as a light bulb of a problem. */
export function provideRefactorings(service: LanguageService, lint: LiveLint): Disposable {
  const kind = CodeActionKind.RefactorRewrite
  const provider: CodeActionProvider = {
    provideCodeActions(text, range, context) {
      if (context.only && !context.only.contains(kind)) return []
      lint.flush(text)
      return service
        .refactorings(text.uri.toString(), text.offsetAt(range.start))
        .filter(({ edits }) => !isJsonText(text) || staysJson(text, edits))
        .map(refactoring => actionOf(text, refactoring))
    }
  }
  return languages.registerCodeActionsProvider(manifestLanguages, provider, {
    providedCodeActionKinds: [kind]
  })
}

function actionOf(text: TextDocument, { title, edits }: Refactoring): CodeAction {
  const action = new CodeAction(title, CodeActionKind.RefactorRewrite)
  action.edit = new WorkspaceEdit()
  const lines = new LineMap(text.getText())
  for (const { range, newText } of edits)
    action.edit.replace(
      text.uri,
      rangeOf({ start: lines.positionAt(range.start), end: lines.positionAt(range.end) }),
      newText
    )
  return action
}
