import { Hover, languages, MarkdownString, Range, type HoverProvider } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { LanguageService } from '../../language/language-service.ts'
import { manifestLanguages } from './manifest-text.ts'
import type { LiveLint } from './live-lint.ts'

/** What a field is and what it does to traffic, when the mouse rests on it. */
export function provideHover(service: LanguageService, lint: LiveLint): Disposable {
  const provider: HoverProvider = {
    provideHover(text, position) {
      lint.flush(text)
      const found = service.hover(text.uri.toString(), text.offsetAt(position))
      if (!found) return undefined
      const { start, end } = found.range
      return new Hover(
        new MarkdownString(found.markdown),
        new Range(text.positionAt(start), text.positionAt(end))
      )
    }
  }
  return languages.registerHoverProvider(manifestLanguages, provider)
}
