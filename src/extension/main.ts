import path from 'node:path'
import type { ExtensionContext } from 'vscode'
import { applyFile, applyManifest, createNamespace } from './cluster/apply-manifest.ts'
import { ClusterProblems } from './cluster/cluster-problems.ts'
import { ClusterSession } from './cluster/cluster-session.ts'
import { practiceChoice } from './cluster/context-choice.ts'
import { pickContext } from './cluster/context-picker.ts'
import { explainReach } from './cluster/explain-reach.ts'
import { KubeconfigFollower } from './cluster/kubeconfig-follower.ts'
import { watchManifestContext } from './cluster/manifest-context.ts'
import { provideLenses } from './cluster/manifest-lenses.ts'
import { ManifestStates } from './cluster/manifest-states.ts'
import { copyPracticeKubeconfig } from './cluster/practice-kubeconfig.ts'
import { previewFile, previewManifest } from './cluster/preview-manifest.ts'
import { removeManifest } from './cluster/remove-manifest.ts'
import { SharedObjects } from './cluster/shared-objects.ts'
import { showObject } from './cluster/show-object.ts'
import { showStatusBar, type StatusBar } from './cluster/status-bar.ts'
import { verifyManifest } from './cluster/verify-manifest.ts'
import { openLogChannel } from './host/log-channel.ts'
import { guarded, registerCommands } from './host/run-command.ts'
import { VirtualDocuments } from './host/virtual-documents.ts'
import { labCommands } from './labs/lab-commands.ts'
import type { LabTests } from './labs/lab-tests.ts'
import { LabRoom } from './labs/lab-room.ts'
import { fixAllInFile } from './lint/fix-all-in-file.ts'
import { RulePages } from './lint/rule-page.ts'
import { ClusterSchemas } from './lint/cluster-schemas.ts'
import { ClusterValues } from './lint/cluster-values.ts'
import { LiveLanguage } from './lint/live-language.ts'
import { createCluster, deleteClusters, showClusters } from './tools/disposable-cluster.ts'
import { installAddon } from './tools/install-addon.ts'
import type { TreeNode } from './views/tree-node.ts'
import { ClusterView } from './views/cluster-view.ts'

/** What the extension answers to whoever asks for its exports. */
export interface ExtensionApi {
  /** The rows of the Cluster view as they are now. */
  clusterRows(): readonly TreeNode[]
  /** The rows of the Labs view as they are now. */
  labRows(): readonly TreeNode[]
  /** The rows of the Runs view as they are now. */
  runRows(): readonly TreeNode[]
  /** What stands above the rows of the Labs view. */
  labsMessage(): string
  /** The labs in the Test Explorer, with what each test came to. */
  readonly labTests: Pick<LabTests, 'run' | 'states'>
  /** What the status bar says of the context. */
  readonly statusBar: Pick<StatusBar, 'text' | 'tooltip' | 'warns'>
  /** Resolves when the open files were checked for the first time. */
  checked(): Promise<void>
}

let session: ClusterSession | undefined

/** Registers everything and waits for nothing: what takes time is begun when it is first needed. */
export function activate(context: ExtensionContext): ExtensionApi {
  const own = context.subscriptions
  const schemasFolder = path.join(context.extensionPath, 'schemas')
  const log = openLogChannel()
  const documents = new VirtualDocuments()
  const pages = new RulePages(context.extensionUri)
  const problems = new ClusterProblems()
  session = new ClusterSession({ memory: context.workspaceState, schemasFolder, log })
  const cluster = session
  const states = new ManifestStates(cluster, log)
  const labs = new LabRoom({ context, apply: { session: cluster, problems, log }, documents, log })
  const { apply } = labs
  const isForSecond = (uri: string): boolean => apply.isForSecond?.(uri) === true
  const clusters = { session: cluster, isForSecond }
  const preview = { ...clusters, problems, documents }
  const tools = { library: labs.desk.library, storage: context.globalStorageUri }
  const clusterSchemas = new ClusterSchemas(cluster, log)
  const objects = new SharedObjects()
  const clusterValues = new ClusterValues(cluster, objects)
  const language = new LiveLanguage(context.extensionPath, log, features => {
    labs.watchFindings(features.lint)
    clusterSchemas.attach(features)
    clusterValues.attach(features)
  })
  const view = new ClusterView(cluster, objects, log)
  own.push(cluster.onContext(() => problems.clearAll()))
  own.push(
    log,
    documents,
    pages,
    problems,
    states,
    cluster,
    labs,
    language,
    clusterSchemas,
    clusterValues,
    view
  )
  own.push(new KubeconfigFollower(cluster, log))
  const statusBar = showStatusBar(cluster)
  own.push(
    statusBar,
    provideLenses({
      ...clusters,
      states,
      stepOf: uri => labs.stepOfManifest(uri),
      onStepsKnown: labs.desk.library.onChange
    }),
    watchManifestContext()
  )

  own.push(
    ...registerCommands(
      {
        'netlabs.context.pick': () => pickContext(cluster),
        'netlabs.context.pickSecond': () => cluster.second.pick(),
        'netlabs.practice.start': () => cluster.choose(practiceChoice).then(() => labs.connected()),
        'netlabs.practice.stop': () => cluster.stopPractice(),
        'netlabs.practice.copyKubeconfig': () => copyPracticeKubeconfig(cluster, context),
        'netlabs.cluster.refresh': () => view.refresh(),
        'netlabs.cluster.explainReach': () => explainReach({ session: cluster, documents }),
        'netlabs.cluster.showObject': node => showObject(cluster, documents, node),
        'netlabs.manifest.apply': target => applyManifest(apply, target),
        'netlabs.manifest.applyFile': target => applyFile(apply, target),
        'netlabs.manifest.createNamespace': (...asked) => createNamespace(apply, asked),
        'netlabs.manifest.preview': target => previewManifest(preview, target),
        'netlabs.manifest.previewFile': target => previewFile(preview, target),
        'netlabs.manifest.verify': target =>
          verifyManifest({ ...clusters, documents, states, log }, target),
        'netlabs.manifest.remove': target => removeManifest({ ...clusters, log }, target),
        'netlabs.lint.fixAll': () => fixAllInFile(language),
        'netlabs.lint.showRule': rule => pages.show(rule),
        ...labCommands(labs),
        'netlabs.tools.createCluster': (...lab) => createCluster(tools, lab),
        'netlabs.tools.showClusters': () => showClusters(tools),
        'netlabs.tools.deleteClusters': () => deleteClusters(tools),
        'netlabs.tools.install': addon => installAddon({ session: cluster, ...tools }, addon),
        'netlabs.log.show': () => log.show()
      },
      log
    )
  )
  // Nobody asked for the labs yet, so a failure is for the log; who asks is told.
  labs.load().catch((error: unknown) => log.error('The labs could not be read.', error))
  if (process.env.NETLABS_GET_STARTED === '1')
    void guarded('open Get started', log, () => labs.openOnce('get-started'))
  return {
    clusterRows: () => view.roots,
    labRows: () => labs.view.rows,
    runRows: () => labs.runsView.rows,
    labsMessage: () => labs.view.message,
    labTests: labs.tests,
    statusBar,
    checked: () => language.checked
  }
}

/** The practice cluster's listener is closed before the window goes. */
export async function deactivate(): Promise<void> {
  await session?.stopPractice()
}
