import { editor, MarkerSeverity, Uri } from 'monaco-editor/editor.js'
import type { Severity } from '../rules/severity.ts'
import type { Ask } from './ask-worker.ts'
import type { OpenFile, ToldFinding } from './protocol.ts'

/** Milliseconds after the last key. */
const quiet = 150

/** Scheme of the links from findings to the pages of their checks; nothing outside of the page knows it. */
export const checkScheme = 'netlabs-check'

/** The findings of the open file, as the text is now. */
export class LiveFindings {
  readonly #ask: Ask
  readonly #show: (findings: readonly ToldFinding[]) => void
  #model: editor.ITextModel | undefined
  #check: string | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #last:
    { readonly version: string; readonly findings: Promise<readonly ToldFinding[]> } | undefined

  constructor(ask: Ask, show: (findings: readonly ToldFinding[]) => void) {
    this.#ask = ask
    this.#show = show
  }

  /** Follows another file. */
  follow(model: editor.ITextModel, check: string | undefined): void {
    this.#model = model
    this.#check = check
    model.onDidChangeContent(() => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.now(), quiet)
    })
    void this.now()
  }

  file(): OpenFile {
    const text = this.#model?.getValue() ?? ''
    const name = this.#model?.uri.path ?? ''
    return { name, text, ...(this.#check !== undefined && { check: this.#check }) }
  }

  /** Asked again only when the text is another one. */
  now(): Promise<readonly ToldFinding[]> {
    const model = this.#model
    if (!model || model.isDisposed()) return Promise.resolve([])
    const version = `${model.id} ${model.getVersionId()}`
    if (this.#last?.version === version) return this.#last.findings
    const findings = this.#ask('lint', this.file()).then(found => {
      if (this.#last?.version === version && !model.isDisposed()) {
        editor.setModelMarkers(model, 'netlabs', found.map(markerOf))
        this.#show(found)
      }
      return found
    })
    this.#last = { version, findings }
    return findings
  }
}

function markerOf({ check, severity, message, position }: ToldFinding): editor.IMarkerData {
  return {
    severity: markerSeverities[severity],
    message,
    source: 'netlabs',
    ...rangeOf(position),
    ...(check !== undefined && {
      code: { value: check, target: Uri.from({ scheme: checkScheme, path: `/${check}` }) }
    })
  }
}

/** Lines and columns as the editor counts them, from 1. */
export function rangeOf({ start, end }: ToldFinding['position']): {
  readonly startLineNumber: number
  readonly startColumn: number
  readonly endLineNumber: number
  readonly endColumn: number
} {
  return {
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1
  }
}

const markerSeverities: Readonly<Record<Severity, MarkerSeverity>> = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
  hint: MarkerSeverity.Hint
}
