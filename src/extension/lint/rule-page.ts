import { commands, l10n, TabInputText, Uri, window, workspace, type TextEditor } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { rulePage } from '../../rules/define-rule.ts'
import { Cancelled, UserError } from '../host/user-error.ts'

const scheme = 'netlabs-rule'

/**
 * The link of a finding to the page of its check. The editor opens links of findings as documents, never as
 * commands, so the page is a document of its own scheme.
 */
export function rulePageLink(rule: string): Uri {
  return Uri.from({ scheme, path: `/${rule}.md` })
}

/** The pages of the checks. They come with the product, so none needs a network. */
export class RulePages implements Disposable {
  readonly #product: Uri
  readonly #disposables = new Disposables()

  constructor(product: Uri) {
    this.#product = product
    this.#disposables.add(
      workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: uri => this.#read(idOf(uri))
      })
    )
    this.#disposables.add(
      window.onDidChangeActiveTextEditor(editor => void this.#showRendered(editor))
    )
  }

  /** Opens the page of a check, or lets one be chosen. */
  async show(rule: unknown): Promise<void> {
    const ids = await this.#ids()
    const id = typeof rule === 'string' ? rule : await pickRule(ids)
    if (!ids.includes(id)) throw new UserError(l10n.t('There is no page about {0}.', id))
    await this.#preview(id)
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  /** A page that was opened as text is shown as it is meant to be read, in the same place. */
  async #showRendered(editor: TextEditor | undefined): Promise<void> {
    if (editor?.document.uri.scheme !== scheme) return
    const { uri } = editor.document
    await this.#preview(idOf(uri))
    const asText = window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString()
      )
    await window.tabGroups.close(asText)
  }

  /** The file itself is shown, so that its links to labs and other pages lead somewhere. */
  async #preview(id: string): Promise<void> {
    await commands.executeCommand('markdown.showPreview', Uri.joinPath(this.#product, rulePage(id)))
  }

  async #read(id: string): Promise<string> {
    // Only pages that are there are read: a link from elsewhere can't name any other file.
    if (!(await this.#ids()).includes(id)) return l10n.t('There is no page about {0}.', id)
    const page = await workspace.fs.readFile(Uri.joinPath(this.#product, rulePage(id)))
    return new TextDecoder().decode(page)
  }

  async #ids(): Promise<readonly string[]> {
    const folder = Uri.joinPath(this.#product, 'docs', 'rules')
    const kinds = (await workspace.fs.readDirectory(folder)).filter(
      ([name]) => !name.endsWith('.md')
    )
    const pages = await Promise.all(
      kinds.map(async ([kind]) =>
        (await workspace.fs.readDirectory(Uri.joinPath(folder, kind))).map(
          ([name]) => `${kind}/${name.replace(/\.md$/, '')}`
        )
      )
    )
    return pages.flat().sort()
  }
}

async function pickRule(ids: readonly string[]): Promise<string> {
  const picked = await window.showQuickPick(ids, {
    title: l10n.t('Which check?'),
    placeHolder: l10n.t('What a check finds, why it matters, and what to do')
  })
  if (picked === undefined) throw new Cancelled('no check was chosen')
  return picked
}

function idOf({ path }: Uri): string {
  return path.replace(/^\//, '').replace(/\.md$/, '')
}
