import {
  CompletionItem,
  CompletionItemKind,
  languages,
  MarkdownString,
  Range,
  SnippetString,
  type CompletionItemProvider,
  type TextDocument
} from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { Completion } from '../../language/completion.ts'
import type { LanguageService } from '../../language/language-service.ts'
import { isJsonText, isManifestText, manifestLanguages } from './manifest-text.ts'
import type { LiveLint } from './live-lint.ts'

/** Fields, values and whole manifests where the cursor stands. */
export function provideCompletion(service: LanguageService, lint: LiveLint): Disposable {
  const provider: CompletionItemProvider = {
    provideCompletionItems(text, position, _token, { triggerCharacter }) {
      if (!isManifestText(text) || (triggerCharacter === '"' && !isJsonText(text))) return []
      lint.flush(text)
      return service
        .complete(text.uri.toString(), text.offsetAt(position))
        .map(completion => itemOf(completion, text))
    }
  }
  return languages.registerCompletionItemProvider(manifestLanguages, provider, ' ', ':', '"')
}

function itemOf(completion: Completion, text: TextDocument): CompletionItem {
  const { label, kind, insertText, isSnippet, range, detail, documentation } = completion
  const { sortText, filterText } = completion
  const item = new CompletionItem(label, kinds[kind])
  item.insertText = isSnippet ? new SnippetString(insertText) : insertText
  item.range = new Range(text.positionAt(range.start), text.positionAt(range.end))
  item.sortText = sortText
  if (filterText !== undefined) item.filterText = filterText
  if (detail !== undefined) item.detail = detail
  // What fits behind a field is shown without another key.
  if (completion.goesOn) item.command = { title: '', command: 'editor.action.triggerSuggest' }
  if (documentation !== undefined) item.documentation = new MarkdownString(documentation)
  return item
}

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  kind: CompletionItemKind.Class,
  snippet: CompletionItemKind.Snippet
}
