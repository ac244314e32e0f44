import {
  CompletionItem,
  CompletionItemKind,
  Diagnostic,
  DiagnosticSeverity,
  Hover,
  l10n,
  languages,
  MarkdownString,
  Range,
  Uri,
  workspace,
  type TextDocument
} from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { completeLab, describeLabField, type LabCompletion } from '../../labs/lab-completion.ts'
import { filesOf, type Lab } from '../../labs/lab.ts'
import { readLab } from '../../labs/read-lab.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'
import { settings } from '../host/settings.ts'
import { fileExists } from '../host/file-exists.ts'

/** Milliseconds after the last key. */
const quiet = 300

/** Checks, completes and explains definitions of labs in the folders of the workspace that hold some. */
export class LabWriting implements Disposable {
  readonly #disposables = new Disposables()
  readonly #problems = languages.createDiagnosticCollection('netlabs-labs')
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor() {
    const own = this.#disposables
    own.add(this.#problems)
    own.add(workspace.onDidOpenTextDocument(text => void this.#check(text)))
    own.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)))
    own.add(workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri)))
    own.add(
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('netlabs.labs.folders')) this.#checkAll()
      })
    )
    const selector = { language: 'yaml', pattern: '**/lab.yaml' }
    own.add(
      languages.registerCompletionItemProvider(
        selector,
        {
          provideCompletionItems: (text, position) =>
            isDefinition(text)
              ? completeLab(text.getText(), text.offsetAt(position)).map((one, i) =>
                  itemOf(one, i, text)
                )
              : []
        },
        ' ',
        ':'
      )
    )
    own.add(
      languages.registerHoverProvider(selector, {
        provideHover: (text, position) =>
          isDefinition(text) ? hoverAt(text, text.offsetAt(position)) : undefined
      })
    )
    this.#checkAll()
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#disposables.dispose()
  }

  #checkAll(): void {
    for (const text of workspace.textDocuments) void this.#check(text)
  }

  #checkSoon(text: TextDocument): void {
    if (!isDefinition(text)) return
    const key = text.uri.toString()
    clearTimeout(this.#timers.get(key))
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key)
        void this.#check(text)
      }, quiet)
    )
  }

  async #check(text: TextDocument): Promise<void> {
    if (!isDefinition(text)) {
      this.#problems.delete(text.uri)
      return
    }
    const { version } = text
    const { lab, problems } = readLab(text.getText())
    const found = problems.map(({ line, message }) => problemAt(text, line - 1, message))
    const missing = lab ? await missingFiles(text, lab) : []
    // What was typed meanwhile is checked by itself.
    if (text.version === version) this.#problems.set(text.uri, [...found, ...missing])
  }
}

/** Whether a text is the `lab.yaml` of a lab in one of the folders that the setting names. */
function isDefinition({ uri }: TextDocument): boolean {
  const folder = workspace.getWorkspaceFolder(uri)
  if (!folder || !uri.path.endsWith('/lab.yaml')) return false
  const parent = Uri.joinPath(uri, '..', '..').path
  return settings
    .labFolders(folder.uri)
    .some(path => Uri.joinPath(folder.uri, path).path.replace(/\/$/, '') === parent)
}

function problemAt(text: TextDocument, line: number, message: string): Diagnostic {
  const { range, firstNonWhitespaceCharacterIndex: start } = text.lineAt(
    Math.min(Math.max(line, 0), text.lineCount - 1)
  )
  const problem = new Diagnostic(range.with(range.start.with({ character: start })), message)
  problem.source = 'netlabs'
  return problem
}

/** Files that the definition names and nobody has written yet. */
async function missingFiles(text: TextDocument, lab: Lab): Promise<readonly Diagnostic[]> {
  const folder = Uri.joinPath(text.uri, '..')
  const lines = text.getText().split('\n')
  const found = await Promise.all(
    filesOf(lab).map(async file => {
      if (await fileExists(Uri.joinPath(folder, file))) return []
      const line = lines.findIndex(one => one.includes(file))
      const problem = problemAt(
        text,
        line,
        l10n.t('There is no file {0} in the lab’s folder.', file)
      )
      problem.severity = DiagnosticSeverity.Warning
      return [problem]
    })
  )
  const id = Uri.joinPath(text.uri, '..').path.split('/').at(-1) ?? ''
  const line = lines.findIndex(one => one.startsWith('id:'))
  const named =
    lab.id === id
      ? []
      : [
          problemAt(
            text,
            line,
            l10n.t('The folder is called {0}, and the id has to be the same.', id)
          )
        ]
  return [...named, ...found.flat()]
}

function itemOf(completion: LabCompletion, place: number, text: TextDocument): CompletionItem {
  const { label, kind, insertText, range, detail, documentation, required } = completion
  const item = new CompletionItem(
    label,
    kind === 'field' ? CompletionItemKind.Field : CompletionItemKind.Value
  )
  item.insertText = insertText
  item.range = new Range(text.positionAt(range.start), text.positionAt(range.end))
  item.keepWhitespace = true
  item.sortText = String(place).padStart(3, '0')
  item.detail = [detail, required ? l10n.t('needed') : ''].filter(Boolean).join(' · ')
  if (documentation !== undefined) item.documentation = new MarkdownString(documentation)
  return item
}

function hoverAt(text: TextDocument, offset: number): Hover | undefined {
  const [document] = parseYamlFile(text.getText()).documents
  const found = document?.pathAt(offset)
  if (!document || found?.part !== 'key') return undefined
  const said = describeLabField(found.path, document.value)
  return said === undefined ? undefined : new Hover(new MarkdownString(said))
}
