import { languages, workspace, type TextDocument, type Uri } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import type { Finding } from '../../language/finding.ts'
import type { LanguageService } from '../../language/language-service.ts'
import { inSlices } from '../host/in-slices.ts'
import { settings } from '../host/settings.ts'
import type { ConfigFiles } from './config-files.ts'
import { isJsonText, isManifestText, manifestTextOf } from './manifest-text.ts'
import { othersHere, severityBeside } from './other-extensions.ts'
import { diagnosticOf, diagnosticSource } from './to-editor.ts'

/** After this many milliseconds without a change the open files are all looked at again. */
const othersAfter = 250

export interface FileChecked {
  readonly uri: string
  readonly findings: readonly Finding[]
}

/** The findings of the open manifests as diagnostics, following every keystroke. */
export class LiveLint implements Disposable {
  readonly #service: LanguageService
  readonly #configs: ConfigFiles
  readonly #collection = languages.createDiagnosticCollection(diagnosticSource)
  readonly #disposables = new Disposables()
  readonly #checks = new Emitter<FileChecked>()
  readonly #findings = new Map<string, readonly Finding[]>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #shown = new Map<string, string>()
  #others: NodeJS.Timeout | undefined
  /** Counts the rounds over all open files. */
  #round = 0
  /** How long the last look at each file took, which decides how long the next one waits. */
  readonly #cost = new Map<string, number>()

  /** After every look at a file. */
  readonly onChecked = this.#checks.event

  constructor(service: LanguageService, configs: ConfigFiles) {
    this.#service = service
    this.#configs = configs
    this.#disposables.add(configs.onChanged(() => this.lintAll()))
    this.#disposables.add(this.#collection)
    this.#disposables.add(this.#checks)
    this.#disposables.add(workspace.onDidOpenTextDocument(text => this.#opened(text)))
    this.#disposables.add(workspace.onDidCloseTextDocument(text => this.#closed(text)))
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && (isManifestText(document) || this.#knows(document)))
          this.#soon(document)
      })
    )
    this.#disposables.add(
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('netlabs.lint')) this.lintAll()
      })
    )
    this.#disposables.add(languages.onDidChangeDiagnostics(({ uris }) => this.#giveWay(uris)))
    for (const text of workspace.textDocuments) this.#opened(text)
  }

  /** The findings behind the diagnostics of a file, with their fixes. */
  findingsOf(text: TextDocument): readonly Finding[] {
    this.flush(text)
    return this.#findings.get(text.uri.toString()) ?? []
  }

  /** Makes the service know a text as it is now, without waiting for the pause after a keystroke. */
  flush(text: TextDocument): void {
    const uri = text.uri.toString()
    if (!this.#timers.has(uri)) return
    this.#stopTimer(uri)
    this.#lint(text)
  }

  /**
   * Looks at every open file again, as after a change of another file. Many may be open, so the editor gets its turn
   * between them, and a newer round ends one under way.
   */
  lintAll(): void {
    const round = ++this.#round
    const lint = (text: TextDocument): void => this.#lint(text)
    void inSlices(workspace.textDocuments.filter(isManifestText), lint, () => round !== this.#round)
  }

  dispose(): void {
    for (const uri of [...this.#timers.keys()]) this.#stopTimer(uri)
    clearTimeout(this.#others)
    this.#round++
    this.#disposables.dispose()
  }

  #opened(text: TextDocument): void {
    if (!isManifestText(text)) return
    if (this.#configs.isLoaded(text.uri)) this.#lint(text)
    else void this.#configs.load(text.uri).then(() => this.#lint(text))
  }

  #knows(text: TextDocument): boolean {
    return this.#findings.has(text.uri.toString())
  }

  #closed(text: TextDocument): void {
    const uri = text.uri.toString()
    this.#stopTimer(uri)
    this.#service.removeFile(uri, 'editor')
    this.#findings.delete(uri)
    this.#shown.delete(uri)
    this.#cost.delete(uri)
    this.#collection.delete(text.uri)
  }

  #soon(text: TextDocument): void {
    const uri = text.uri.toString()
    this.#stopTimer(uri)
    const wait = Math.min(300, 5 + 3 * (this.#cost.get(uri) ?? 0))
    this.#timers.set(
      uri,
      setTimeout(() => {
        this.#timers.delete(uri)
        this.#lint(text)
        clearTimeout(this.#others)
        this.#others = setTimeout(() => this.lintAll(), othersAfter)
      }, wait)
    )
  }

  #lint(text: TextDocument): void {
    if (text.isClosed) return
    if (!isManifestText(text)) {
      this.#closed(text)
      return
    }
    const uri = text.uri.toString()
    const started = performance.now()
    this.#service.setFile(uri, manifestTextOf(text), 'editor')
    this.#findings.set(uri, settings.lintEnabled(text) ? this.#wanted(text) : [])
    this.#cost.set(uri, performance.now() - started)
    this.#show(text.uri)
    this.#checks.fire({ uri, findings: this.#findings.get(uri) ?? [] })
  }

  /** The findings as the settings want them: a rule that is off offers no fix either. */
  #wanted(text: TextDocument): readonly Finding[] {
    const { uri } = text
    const { findings } = this.#service.lint(uri.toString(), this.#configs.settingsOf(uri))
    // VS Code itself tells what is wrong with JSON as such.
    return isJsonText(text) ? findings.filter(({ rule }) => !rule.startsWith('yaml/')) : findings
  }

  #show(uri: Uri): void {
    const others = othersHere(uri)
    const diagnostics = (this.#findings.get(uri.toString()) ?? []).flatMap(finding => {
      const severity = severityBeside(others, finding)
      return severity === undefined ? [] : [diagnosticOf(finding, severity)]
    })
    // Setting tells everybody, and being told makes us look again: equal lists end that.
    const picture = JSON.stringify(diagnostics)
    if (this.#shown.get(uri.toString()) === picture) return
    this.#shown.set(uri.toString(), picture)
    this.#collection.set(uri, diagnostics)
  }

  #giveWay(uris: readonly Uri[]): void {
    for (const uri of uris) if (this.#findings.has(uri.toString())) this.#show(uri)
  }

  #stopTimer(uri: string): void {
    clearTimeout(this.#timers.get(uri))
    this.#timers.delete(uri)
  }
}
