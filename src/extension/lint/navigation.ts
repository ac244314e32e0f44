import {
  FoldingRange,
  languages,
  Location,
  Uri,
  WorkspaceEdit,
  workspace,
  type DefinitionProvider,
  type FoldingRangeProvider,
  type Position,
  type ReferenceProvider,
  type RenameProvider,
  type TextDocument
} from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { LanguageService, LinkPlace } from '../../language/language-service.ts'
import { LineMap } from '../../yaml/line-map.ts'
import { manifestLanguages } from './manifest-text.ts'
import type { LiveLint } from './live-lint.ts'
import { rangeOf } from './to-editor.ts'

/** Definitions, references and renames between selectors and labels, names and ports; folding by document. */
export function provideNavigation(service: LanguageService, lint: LiveLint): Disposable {
  const linksAt = (text: TextDocument, position: Position): readonly LinkPlace[] => {
    lint.flush(text)
    return service.links(text.uri.toString(), text.offsetAt(position))
  }
  const definitions: DefinitionProvider = {
    provideDefinition: (text, position) =>
      linksAt(text, position)
        .filter(({ isDefinition }) => isDefinition)
        .map(locationOf)
  }
  const references: ReferenceProvider = {
    provideReferences: (text, position, { includeDeclaration }) =>
      linksAt(text, position)
        .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
        .map(locationOf)
  }
  const folding: FoldingRangeProvider = {
    provideFoldingRanges(text) {
      lint.flush(text)
      return service
        .symbols(text.uri.toString())
        .filter(({ position: { start, end } }) => end.line > start.line)
        .map(({ position: { start, end } }) => new FoldingRange(start.line, end.line))
    }
  }
  const disposables = new Disposables()
  disposables.add(languages.registerDefinitionProvider(manifestLanguages, definitions))
  disposables.add(languages.registerReferenceProvider(manifestLanguages, references))
  disposables.add(languages.registerRenameProvider(manifestLanguages, renames(service, lint)))
  disposables.add(languages.registerFoldingRangeProvider(manifestLanguages, folding))
  return disposables
}

function renames(service: LanguageService, lint: LiveLint): RenameProvider {
  return {
    prepareRename(text, position) {
      lint.flush(text)
      const start = service.prepareRename(text.uri.toString(), text.offsetAt(position))
      if (!start.ok) throw new Error(start.error)
      const { range, word } = start.value
      const lines = new LineMap(text.getText())
      return {
        range: rangeOf({ start: lines.positionAt(range.start), end: lines.positionAt(range.end) }),
        placeholder: word
      }
    },
    async provideRenameEdits(text, position, to) {
      lint.flush(text)
      const edits = service.rename(text.uri.toString(), text.offsetAt(position), to)
      if (!edits.ok) throw new Error(edits.error)
      const change = new WorkspaceEdit()
      for (const [name, own] of edits.value) {
        const uri = Uri.parse(name)
        // A file that nobody has open is read, because the offsets count in its text.
        const lines = new LineMap((await workspace.openTextDocument(uri)).getText())
        for (const { range, newText } of own)
          change.replace(
            uri,
            rangeOf({ start: lines.positionAt(range.start), end: lines.positionAt(range.end) }),
            newText
          )
      }
      return change
    }
  }
}

function locationOf({ uri, position }: LinkPlace): Location {
  return new Location(Uri.parse(uri), rangeOf(position))
}
