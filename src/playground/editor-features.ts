import { editor, languages, Range } from 'monaco-editor/editor.js'
import type { Completion } from '../language/completion.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import type { Ask } from './ask-worker.ts'
import { rangeOf, type LiveFindings } from './live-findings.ts'
import type { ToldFix } from './protocol.ts'

/** Completion, hover and quick fixes of our own language service in the editor of the page. */
export function registerFeatures(ask: Ask, live: LiveFindings): void {
  languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: [' ', ':'],
    async provideCompletionItems(model, position) {
      const found = await ask('complete', live.file(), model.getOffsetAt(position))
      return { suggestions: found.map(completion => itemOf(completion, model)) }
    }
  })
  languages.registerHoverProvider('yaml', {
    async provideHover(model, position) {
      const found = await ask('hover', live.file(), model.getOffsetAt(position))
      return found && { contents: [{ value: found.markdown }], range: rangeIn(model, found.range) }
    }
  })
  languages.registerCodeActionProvider('yaml', {
    async provideCodeActions(model, range, { markers }) {
      const versionId = model.getVersionId()
      const here = (await live.now()).filter(({ position }) =>
        Range.areIntersectingOrTouching(rangeOf(position), range)
      )
      const actions = here.flatMap(finding =>
        finding.fixes.map(fix => ({
          title: fix.title,
          kind: 'quickfix',
          isPreferred: fix.preferred,
          diagnostics: markers.filter(marker =>
            Range.equalsRange(marker, rangeOf(finding.position))
          ),
          edit: {
            edits: editsOf(model, fix).map(textEdit => ({
              resource: model.uri,
              versionId,
              textEdit
            }))
          }
        }))
      )
      return { actions, dispose: () => undefined }
    }
  })
}

/** The edits of a fix for a text that has not changed since. */
export function editsOf(model: editor.ITextModel, { edits }: ToldFix): languages.TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: rangeIn(model, range), text: newText }))
}

function rangeIn(model: editor.ITextModel, { start, end }: OffsetRange): Range {
  return Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

function itemOf(completion: Completion, model: editor.ITextModel): languages.CompletionItem {
  const { label, kind, insertText, isSnippet, detail, documentation, filterText } = completion
  const { sortText, goesOn } = completion
  return {
    label,
    kind: languages.CompletionItemKind[kinds[kind]],
    insertText,
    insertTextRules: isSnippet
      ? languages.CompletionItemInsertTextRule.InsertAsSnippet
      : languages.CompletionItemInsertTextRule.None,
    range: rangeIn(model, completion.range),
    sortText,
    ...(filterText !== undefined && { filterText }),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { value: documentation } }),
    // What fits behind a field is shown without another key.
    ...(goesOn && { command: { id: 'editor.action.triggerSuggest', title: '' } })
  }
}

const kinds = { field: 'Field', value: 'Value', kind: 'Class', snippet: 'Snippet' } as const
