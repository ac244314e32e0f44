import {
  CodeAction,
  CodeActionKind,
  l10n,
  languages,
  workspace,
  type CodeActionContext,
  type CodeActionProvider,
  type Range,
  type TextDocument,
  type WorkspaceEdit
} from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { Finding, Fix } from '../../language/finding.ts'
import { isJsonText, manifestLanguages } from './manifest-text.ts'
import { staysJson } from './stays-json.ts'
import type { LanguageService } from '../../language/language-service.ts'
import type { LiveLint } from './live-lint.ts'
import { suppressActions } from './suppress-actions.ts'
import { diagnosticSource, rangeOf, workspaceEditOf } from './to-editor.ts'

const fixAllKind = CodeActionKind.SourceFixAll.append('netlabs')

/** Quick fixes of the findings at the cursor, and all safe ones at once. */
export function provideCodeActions(service: LanguageService, lint: LiveLint): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions: (text, range, context) => [
      ...quickFixes({ service, lint }, text, range, context),
      ...fixAll(lint, text, context)
    ]
  }
  return languages.registerCodeActionsProvider(manifestLanguages, provider, {
    providedCodeActionKinds: [CodeActionKind.QuickFix, fixAllKind]
  })
}

/** The edit that mends everything in a file that can be mended safely; undefined when there is nothing. */
export function safeFixesOf(lint: LiveLint, text: TextDocument): WorkspaceEdit | undefined {
  const fixes = lint.findingsOf(text).flatMap(finding => {
    const safe = fixesOf(finding, text).find(fix => fix.safe)
    return safe ? [safe] : []
  })
  if (fixes.length === 0) return undefined
  const edit = workspaceEditOf(fixes, textOf)
  return edit.size === 0 ? undefined : edit
}

function quickFixes(
  { service, lint }: { readonly service: LanguageService; readonly lint: LiveLint },
  text: TextDocument,
  range: Range,
  context: CodeActionContext
): CodeAction[] {
  if (context.only && !context.only.contains(CodeActionKind.QuickFix)) return []
  const here = lint
    .findingsOf(text)
    .filter(finding => rangeOf(finding.position).intersection(range) !== undefined)
  return [
    ...here.flatMap(finding => fixesOf(finding, text).map(fix => actionOf(finding, fix, context))),
    ...here.flatMap(finding => suppressActions(service, finding, text))
  ]
}

/** What JSON can't hold, such as a second document, is no fix of it. */
function fixesOf({ fixes }: Finding, text: TextDocument): readonly Fix[] {
  if (!isJsonText(text)) return fixes
  const own = text.uri.toString()
  return fixes.filter(({ edits }) =>
    edits.every(file => file.uri !== own || staysJson(text, file.edits))
  )
}

function actionOf(finding: Finding, fix: Fix, context: CodeActionContext): CodeAction {
  const action = new CodeAction(fix.title, CodeActionKind.QuickFix)
  action.edit = workspaceEditOf([fix], textOf)
  action.isPreferred = fix.preferred
  const range = rangeOf(finding.position)
  action.diagnostics = context.diagnostics.filter(
    diagnostic => diagnostic.source === diagnosticSource && diagnostic.range.isEqual(range)
  )
  return action
}

function fixAll(lint: LiveLint, text: TextDocument, context: CodeActionContext): CodeAction[] {
  if (!context.only?.intersects(fixAllKind)) return []
  const edit = safeFixesOf(lint, text)
  if (!edit) return []
  const action = new CodeAction(l10n.t('Fix all safe problems of Kubernetes manifests'), fixAllKind)
  action.edit = edit
  return [action]
}

/** Offsets of a fix count in the text that the language service knows, which is the open one. */
function textOf(uri: string): string | undefined {
  return workspace.textDocuments.find(text => text.uri.toString() === uri)?.getText()
}
