import path from 'node:path'
import { workspace } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { createLanguageService, type LanguageService } from '../../language/language-service.ts'
import { layeredSchemas } from '../../api/layered-schemas.ts'
import type { SchemaSet } from '../../api/schema-set.ts'
import { rules } from '../../rules/index.generated.ts'
import { readSnippets } from '../../node/snippet-file.ts'
import { FolderEvents } from '../host/folder-events.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { manifestSchemas } from './bundled-schemas.ts'
import { provideCodeActions } from './code-actions.ts'
import { provideCompletion } from './completion.ts'
import { ConfigFiles } from './config-files.ts'
import { provideHover } from './hover.ts'
import { LiveLint } from './live-lint.ts'
import { provideNavigation } from './navigation.ts'
import { provideRefactorings } from './refactor-actions.ts'
import { showSchemaStatus } from './schema-status.ts'
import { provideSymbols } from './symbols.ts'
import { WorkspaceIndex } from './workspace-index.ts'

/** Everything that a manifest gets from the language service. */
export interface LanguageFeatures extends Disposable {
  readonly service: LanguageService
  readonly lint: LiveLint
  /** Puts the schemas of a cluster before the bundled ones, or takes them away again. */
  useCluster(schemas: SchemaSet | undefined): void
}

/** Starts the language service. Called when the first manifest is open, not before. */
export async function startLanguageFeatures(
  product: string,
  log: LogChannel
): Promise<LanguageFeatures> {
  const started = performance.now()
  const [schemas, snippets] = await Promise.all([
    manifestSchemas(path.join(product, 'schemas')),
    readSnippets(path.join(product, 'walkthroughs', 'snippets.json'))
  ])
  const service = createLanguageService({
    schemas,
    rules,
    snippets,
    onRuleFailure: (rule, cause) => log.error(`The rule ${rule} failed and was left out.`, cause)
  })
  const disposables = new Disposables()
  const folders = disposables.add(new FolderEvents())
  const configs = disposables.add(new ConfigFiles(folders))
  // The first look at the open files knows their settings, so that nothing is shown and taken back.
  await Promise.all(workspace.textDocuments.map(text => configs.load(text.uri)))
  const lint = disposables.add(new LiveLint(service, configs))
  disposables.add(provideCodeActions(service, lint))
  disposables.add(provideCompletion(service, lint))
  disposables.add(provideHover(service, lint))
  disposables.add(provideSymbols(service, lint))
  disposables.add(provideNavigation(service, lint))
  disposables.add(provideRefactorings(service, lint))
  const status = disposables.add(showSchemaStatus(schemas.label))
  const index = disposables.add(new WorkspaceIndex(service, { log, folders }, () => lint.lintAll()))
  const took = Math.round(performance.now() - started)
  log.debug(`Manifests are checked with ${schemas.label} after ${took} ms`)
  void index.readAll()
  return {
    service,
    lint,
    useCluster: cluster => {
      service.setSchemas(cluster ? layeredSchemas(cluster, schemas) : schemas)
      status.text = (cluster ?? schemas).label
      lint.lintAll()
    },
    dispose: () => disposables.dispose()
  }
}
