import { l10n, Range, Uri, workspace, WorkspaceEdit, type TextDocument } from 'vscode'
import { UserError } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { RunStore } from './run-store.ts'
import { fileExists } from '../host/file-exists.ts'

/** What became of files that were to be laid out. */
export interface LaidOut {
  readonly written: readonly string[]
  /** Were there already and stay as the learner left them. */
  readonly kept: readonly string[]
}

/**
 * The learner's own copies of a lab's files: in the folder chosen for the lab, by default `labs/<lab>` of the
 * workspace, or in the extension's storage when no folder is open. A copy that is there is never overwritten
 * unasked.
 */
export class LabFiles {
  readonly #runs: RunStore
  readonly #storage: Uri

  constructor(runs: RunStore, storage: Uri) {
    this.#runs = runs
    this.#storage = storage
  }

  defaultFolder(lab: string): Uri {
    const base = workspace.workspaceFolders?.[0]?.uri ?? this.#storage
    return Uri.joinPath(base, 'labs', lab)
  }

  folderOf(lab: string): Uri {
    const kept = this.#runs.folderOf(lab)
    return kept === undefined ? this.defaultFolder(lab) : Uri.parse(kept)
  }

  /** Where the learner's copy of a file is, whether it exists or not. */
  placeOf({ lab }: CatalogEntry, file: string): Uri {
    return Uri.joinPath(this.folderOf(lab.id), learnersName(file))
  }

  /** The learner's copy, made from the lab's own when there is none yet. */
  async open(entry: CatalogEntry, file: string): Promise<Uri> {
    const copy = this.placeOf(entry, file)
    if (!(await fileExists(copy))) await this.#copy(entry, file)
    return copy
  }

  /** Lays out the manifests that the lab's steps begin with. */
  async layOut(entry: CatalogEntry): Promise<LaidOut> {
    const written: string[] = []
    const kept: string[] = []
    for (const file of new Set(entry.lab.steps.flatMap(({ manifests = [] }) => manifests))) {
      const name = learnersName(file)
      if (await fileExists(this.placeOf(entry, file))) kept.push(name)
      else {
        await this.#copy(entry, file)
        written.push(name)
      }
    }
    return { written, kept }
  }

  /**
   * Puts the lab's own text of `file` in the place of the learner's copy, whose text is kept beside it with the
   * ending `.mine`. Gives the name under which it was kept, or nothing when there was no other text.
   */
  async replace(entry: CatalogEntry, file: string): Promise<string | undefined> {
    const copy = this.placeOf(entry, file)
    const text = await this.original(entry, file)
    const mine = await textOf(copy)
    if (mine === text) return undefined
    let name: string | undefined
    if (mine !== undefined && !(await this.#isFromTheLab(entry, copy, mine))) {
      const kept = await freeName(copy)
      await workspace.fs.writeFile(kept, new TextEncoder().encode(mine))
      name = kept.path.split('/').at(-1)
    }
    await write(copy, text)
    return name
  }

  /** The lab's own text of a file. */
  async original({ folder }: CatalogEntry, file: string): Promise<string> {
    return decoded(await workspace.fs.readFile(Uri.joinPath(folder, file)))
  }

  /** Whether the text is one that the lab itself has for this name: nothing of the learner's is lost with it. */
  async #isFromTheLab(entry: CatalogEntry, copy: Uri, text: string): Promise<boolean> {
    const files = entry.lab.steps.flatMap(({ manifests = [], solution = [] }) => [
      ...manifests,
      ...solution
    ])
    for (const file of new Set(files)) {
      if (this.placeOf(entry, file).toString() !== copy.toString()) continue
      if ((await this.original(entry, file)) === text) return true
    }
    return false
  }

  async #copy(entry: CatalogEntry, file: string): Promise<void> {
    const copy = this.placeOf(entry, file)
    try {
      const text = await workspace.fs.readFile(Uri.joinPath(entry.folder, file))
      await workspace.fs.writeFile(copy, text)
    } catch (error) {
      throw new UserError(
        l10n.t('The file {0} can’t be written, so the lab’s manifest is not opened.', copy.path),
        { cause: error }
      )
    }
  }
}

/** `.mine` is no ending of YAML, so that what is kept is neither linted nor applied. */
async function freeName(copy: Uri): Promise<Uri> {
  for (let n = 1; ; n++) {
    const kept = copy.with({ path: `${copy.path}${n === 1 ? '' : `.${n}`}.mine` })
    if (!(await fileExists(kept))) return kept
  }
}

/** The text as the learner sees it, saved or not. */
async function textOf(uri: Uri): Promise<string | undefined> {
  const open = openDocument(uri)
  if (open?.isDirty) return open.getText()
  return (await fileExists(uri)) ? decoded(await workspace.fs.readFile(uri)) : undefined
}

/**
 * Through the editor where the file is open: it has the new text at once and can undo it, while it follows a
 * change of the file only some time later.
 */
async function write(uri: Uri, text: string): Promise<void> {
  const open = openDocument(uri)
  if (!open) {
    await workspace.fs.writeFile(uri, new TextEncoder().encode(text))
    return
  }
  const edit = new WorkspaceEdit()
  edit.replace(uri, new Range(0, 0, open.lineCount, 0), text)
  await workspace.applyEdit(edit)
  await open.save()
}

function openDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find(document => document.uri.toString() === uri.toString())
}

/** The path below the lab's own folder of manifests or solutions: both have the same place. */
function learnersName(file: string): string {
  return file.split('/').slice(1).join('/') || file
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
