import { DocumentSymbol, languages, SymbolKind, type DocumentSymbolProvider } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { LanguageService } from '../../language/language-service.ts'
import { manifestLanguages } from './manifest-text.ts'
import type { LiveLint } from './live-lint.ts'
import { rangeOf } from './to-editor.ts'

/** Objects in the outline and in the breadcrumbs. */
export function provideSymbols(service: LanguageService, lint: LiveLint): Disposable {
  const provider: DocumentSymbolProvider = {
    provideDocumentSymbols(text) {
      lint.flush(text)
      return service
        .symbols(text.uri.toString())
        .map(
          ({ name, detail, position, selectionPosition }) =>
            new DocumentSymbol(
              name === '' ? '(no name)' : name,
              detail,
              SymbolKind.Object,
              rangeOf(position),
              rangeOf(selectionPosition)
            )
        )
    }
  }
  const label = 'Kubernetes Networking Labs'
  return languages.registerDocumentSymbolProvider(manifestLanguages, provider, { label })
}
