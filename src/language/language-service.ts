import type { SchemaSet } from '../api/schema-set.ts'
import type { Result } from '../base/result.ts'
import type { Rule } from '../rules/define-rule.ts'
import { complete, type Completion } from './completion.ts'
import { standardSettings, type LintSettings } from './config/lint-settings.ts'
import { isKustomizationPath, kustomizationOf, treatmentOf } from './document-treatment.ts'
import { readFileState, type FileState } from './file-state.ts'
import type { FileFindings, Finding, PositionRange } from './finding.ts'
import { hover, type Hover, type HoverOptions } from './hover.ts'
import { lintFile } from './lint-file.ts'
import { linksAt } from './links/links.ts'
import { prepareRename, rename, type RenameEdits, type RenameStart } from './links/rename.ts'
import { refactoringsAt, type Refactoring } from './refactor/refactorings.ts'
import { Positions } from './positions.ts'
import { commonSnippets, type Snippet } from './snippets.ts'
import { suppressingComments, type SuppressingComment } from './suppress-finding.ts'
import { symbolsOf, type DocumentSymbol } from './symbols.ts'
import type { ClusterSnapshot } from './values/known-objects.ts'
import { ManifestIndex, viewOf } from './workspace.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import type { NeighbourFile } from '../yaml/role.ts'

export interface LanguageServiceOptions {
  readonly schemas: SchemaSet
  readonly rules: readonly Rule[]
  /** Manifests to start from, in the order in which they are offered; a few common ones when not given. */
  readonly snippets?: readonly Snippet[]
  /** Told when a check throws; the other checks go on. */
  readonly onRuleFailure?: (rule: string, cause: unknown) => void
}

/** Where a text comes from. What an open editor holds goes before what is on disk. */
export type TextSource = 'disk' | 'editor'

/** Findings, completion, hover and symbols over a snapshot of a workspace. Files are known by their URI. */
export interface LanguageService {
  setFile(uri: string, text: string, source?: TextSource): void
  /** Forgets one source of a file; with none left the file is gone. */
  removeFile(uri: string, source?: TextSource): void
  /**
   * Tells of a kustomization that is not among the files and speaks of them, such as the one beside a
   * patch that is read alone.
   */
  setKustomization(uri: string, text: string): void
  /** Other schemas, as when a cluster is connected. What is known of other files by their text stays. */
  setSchemas(schemas: SchemaSet): void
  /** What the connected cluster holds, for completion and hover; undefined when none is connected. */
  setCluster(cluster: ClusterSnapshot | undefined): void
  files(): readonly string[]
  /** The findings of one file, which may also be a configuration (`.netlabs.yaml`). */
  lint(uri: string, settings?: LintSettings): FileFindings
  lintAll(): readonly FileFindings[]
  complete(uri: string, offset: number): readonly Completion[]
  hover(uri: string, offset: number): Hover | undefined
  symbols(uri: string): readonly DocumentSymbol[]
  /** Every place that defines or uses what the word at an offset means. */
  links(uri: string, offset: number): readonly LinkPlace[]
  prepareRename(uri: string, offset: number): Result<RenameStart, string>
  rename(uri: string, offset: number, to: string): Result<RenameEdits, string>
  /** Other ways to write the object at an offset, such as an Ingress as HTTPRoute. */
  refactorings(uri: string, offset: number): readonly Refactoring[]
  /** Comments that keep a finding of a file from being told again, the narrowest first. */
  suppressions(uri: string, finding: Finding): readonly SuppressingComment[]
  /** The manifests as they are now, for views that show more than findings. */
  workspace(): WorkspaceView
}

export interface LinkPlace {
  readonly uri: string
  readonly position: PositionRange
  readonly isDefinition: boolean
}

export function createLanguageService(options: LanguageServiceOptions): LanguageService {
  return new SnapshotService(options)
}

class SnapshotService implements LanguageService {
  readonly #options: LanguageServiceOptions
  readonly #texts = new Map<string, Map<TextSource, string>>()
  readonly #states = new Map<string, FileState>()
  /** Files whose text changed since they were read; reading waits until somebody asks. */
  readonly #stale = new Set<string>()
  /** Kustomizations that are only looked at. */
  readonly #aside = new Map<string, string>()
  #neighbours: readonly NeighbourFile[] | undefined
  /** Files that were read with other schemas. Each is read again when it is asked about, so nobody waits for all. */
  readonly #outdated = new Set<string>()
  readonly #index = new ManifestIndex()
  #schemas: SchemaSet
  #cluster: ClusterSnapshot | undefined
  #view: WorkspaceView | undefined

  constructor(options: LanguageServiceOptions) {
    this.#options = options
    this.#schemas = options.schemas
  }

  setFile(uri: string, text: string, source: TextSource = 'disk'): void {
    const texts = this.#texts.get(uri) ?? new Map<TextSource, string>()
    if (texts.get(source) === text) return
    const before = this.#textOf(uri)
    texts.set(source, text)
    this.#texts.set(uri, texts)
    this.#changed(uri, `${before ?? ''}\n${text}`)
  }

  removeFile(uri: string, source: TextSource = 'disk'): void {
    const texts = this.#texts.get(uri)
    const before = this.#textOf(uri)
    if (!texts?.delete(source)) return
    if (texts.size === 0) this.#texts.delete(uri)
    this.#changed(uri, before ?? '')
  }

  setKustomization(uri: string, text: string): void {
    this.#aside.set(uri, text)
    this.#changed(uri, text)
  }

  setSchemas(schemas: SchemaSet): void {
    this.#schemas = schemas
    for (const uri of this.#states.keys()) this.#outdated.add(uri)
  }

  setCluster(cluster: ClusterSnapshot | undefined): void {
    this.#cluster = cluster
  }

  files(): readonly string[] {
    return [...this.#texts.keys()]
  }

  lint(uri: string, settings: LintSettings = standardSettings): FileFindings {
    const state = this.#stateOf(uri)
    if (!state) return { uri, documents: 0, findings: [] }
    return lintFile(state, {
      rules: this.#options.rules,
      workspace: this.workspace(),
      settings,
      positionsOf: other => this.#positionsOf(other),
      onRuleFailure: this.#options.onRuleFailure
    })
  }

  lintAll(): readonly FileFindings[] {
    return this.files().map(uri => this.lint(uri))
  }

  complete(uri: string, offset: number): readonly Completion[] {
    const state = this.#stateOf(uri)
    if (!state || state.ignored) return []
    const { snippets = commonSnippets } = this.#options
    return complete(state, offset, { ...this.#surroundings(), snippets })
  }

  hover(uri: string, offset: number): Hover | undefined {
    const state = this.#stateOf(uri)
    return state && hover(state, offset, this.#surroundings())
  }

  symbols(uri: string): readonly DocumentSymbol[] {
    const state = this.#stateOf(uri)
    return state ? symbolsOf(state) : []
  }

  links(uri: string, offset: number): readonly LinkPlace[] {
    this.#refresh()
    const manifests = this.#states.get(uri)?.manifests ?? []
    return linksAt(manifests, offset, this.workspace()).map(link => ({
      uri: link.uri,
      isDefinition: link.isDefinition,
      position: this.#positionsOf(link.uri).rangeAt(link.range)
    }))
  }

  prepareRename(uri: string, offset: number): Result<RenameStart, string> {
    this.#refresh()
    return prepareRename(this.#states.get(uri)?.manifests ?? [], offset)
  }

  rename(uri: string, offset: number, to: string): Result<RenameEdits, string> {
    this.#refresh()
    return rename(this.#states.get(uri)?.manifests ?? [], offset, to, this.workspace())
  }

  refactorings(uri: string, offset: number): readonly Refactoring[] {
    this.#refresh()
    return refactoringsAt(this.#states.get(uri)?.manifests ?? [], offset, this.workspace())
  }

  suppressions(uri: string, finding: Finding): readonly SuppressingComment[] {
    const state = this.#stateOf(uri)
    return state ? suppressingComments(state.parsed, finding) : []
  }

  workspace(): WorkspaceView {
    this.#refresh()
    this.#view ??= viewOf(this.#index)
    return this.#view
  }

  #surroundings(): HoverOptions {
    return { schemas: this.#schemas, workspace: this.workspace(), cluster: this.#cluster }
  }

  #positionsOf(uri: string): Positions {
    return this.#states.get(uri)?.positions ?? new Positions('')
  }

  /** What is known of a file, with the schemas of now. */
  #stateOf(uri: string): FileState | undefined {
    if (this.#outdated.has(uri)) {
      this.#stale.add(uri)
      this.#view = undefined
    }
    this.#refresh()
    return this.#states.get(uri)
  }

  #changed(uri: string, text: string): void {
    if (this.#texts.has(uri) || this.#states.has(uri)) this.#stale.add(uri)
    this.#view = undefined
    if (!isKustomizationPath(uri)) return
    // A kustomization decides what the files around it are, and those it names, so they are read again.
    this.#neighbours = undefined
    const folder = uri.slice(0, uri.lastIndexOf('/') + 1)
    for (const other of this.#texts.keys())
      if (other.startsWith(folder) || text.includes(other.slice(other.lastIndexOf('/') + 1)))
        this.#stale.add(other)
  }

  #kustomizations(): readonly NeighbourFile[] {
    this.#neighbours ??= [...this.#aside.keys(), ...this.#texts.keys()]
      .filter(isKustomizationPath)
      .map(path => ({ path, value: kustomizationOf(this.#textOf(path) ?? '') }))
    return this.#neighbours
  }

  #refresh(): void {
    if (this.#stale.size === 0) return
    const uris = [...this.#stale]
    this.#stale.clear()
    for (const uri of uris) {
      const before = this.#states.get(uri)
      const texts = this.#texts.get(uri)
      const text = texts?.get('editor') ?? texts?.get('disk')
      const after =
        text === undefined
          ? undefined
          : readFileState(uri, text, {
              schemas: this.#schemas,
              previous: this.#outdated.delete(uri) ? undefined : before,
              treat: (document, kind) =>
                treatmentOf(uri, document, { kind, neighbours: this.#kustomizations() })
            })
      if (after) this.#states.set(uri, after)
      else this.#states.delete(uri)
      this.#index.replace(uri, before?.manifests ?? [], after?.manifests ?? [])
    }
  }

  #textOf(uri: string): string | undefined {
    const texts = this.#texts.get(uri)
    return texts?.get('editor') ?? texts?.get('disk') ?? this.#aside.get(uri)
  }
}
