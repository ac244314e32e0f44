import { homedir } from 'node:os'
import path from 'node:path'
import type { Disposable } from '../base/disposable.ts'
import { createCluster, type Cluster } from '../cluster/cluster.ts'
import { isProtected, protectedByDefault } from '../cluster/protected-contexts.ts'
import type { Transport } from '../cluster/transport.ts'
import { tooOldForClusters } from '../node/client-node-version.ts'
import { clusterTransport } from '../node/cluster-transport.ts'
import { kubeconfigFiles, readKubeconfig, type Kubeconfig } from '../node/kubeconfig.ts'
import { practiceContext } from '../node/practice-kubeconfig.ts'
import { practiceTransport } from '../node/practice-transport.ts'
import { systemClock } from '../node/system-clock.ts'
import type { Site } from '../sim/cluster-set.ts'
import { createPracticeCluster } from '../sim/practice-cluster.ts'
import { yamlValue } from '../yaml/yaml-value.ts'
import { bundledSchemas } from './bundled-schemas.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'

export interface OpenedCluster extends Disposable {
  readonly cluster: Cluster
  /** A practice cluster that goes with this command, so that nothing can be left in it. */
  readonly isOwn: boolean
  /** How a person calls kubectl on it. */
  readonly kubectl: string
  /** Lets the controllers of the practice cluster come to rest; a real cluster takes its own time. */
  settle(): Promise<void>
}

export interface ClusterChoice {
  readonly context: string | undefined
  readonly kubeconfig: string | undefined
  /** The context that may be changed although it is protected. */
  readonly confirmed: string | undefined
}

/** The cluster that a lab is played on, after it has answered once. Nothing is written to it here. */
export async function openLabCluster(
  choice: ClusterChoice,
  io: CliIo,
  site?: Site
): Promise<OpenedCluster> {
  return isOwnPractice(choice) ? await openPractice(site) : await openContext(choice, io)
}

/** Whether a practice cluster of the command's own is meant. */
export function isOwnPractice(choice: Pick<ClusterChoice, 'context' | 'kubeconfig'>): boolean {
  // A kubeconfig that is named may have a context called practice: then that one is meant.
  return choice.kubeconfig === undefined && (choice.context ?? practiceContext) === practiceContext
}

async function openPractice(site?: Site): Promise<OpenedCluster> {
  const practice = createPracticeCluster({
    clock: systemClock,
    random: Math.random,
    schemas: await bundledSchemas(),
    parseYaml: yamlValue,
    // Nobody watches a request that gets no answer, so it need not take its time.
    waitCap: 50,
    ...(site && { site })
  })
  return {
    cluster: clusterOn(practiceTransport(practice), site?.name ?? practiceContext, true),
    isOwn: true,
    kubectl: 'kubectl',
    settle: () => practice.settle(),
    dispose: () => practice.dispose()
  }
}

async function openContext(choice: ClusterChoice, io: CliIo): Promise<OpenedCluster> {
  const tooOld = tooOldForClusters(process.versions.node)
  if (tooOld !== undefined) throw new CommandFailure(tooOld)
  const files =
    choice.kubeconfig === undefined
      ? kubeconfigFiles(io.env, io.env.HOME ?? homedir())
      : [path.resolve(io.cwd, choice.kubeconfig)]
  const read = await readKubeconfig(files)
  if (!read.ok) throw new CommandFailure(sentencesOf(read.error))
  const context = contextOf(read.value, choice)
  const transport = clusterTransport(read.value, context, { env: { ...io.env } })
  if (!transport.ok) throw new CommandFailure(sentencesOf(transport.error))
  requireConfirmation(context, choice.confirmed, io)
  const isSimulated = await answersAsPractice(clusterOn(transport.value, context, false))
  const file = choice.kubeconfig === undefined ? '' : ` --kubeconfig ${choice.kubeconfig}`
  return {
    cluster: clusterOn(transport.value, context, isSimulated),
    isOwn: false,
    kubectl: `kubectl${file} --context ${context}`,
    settle: () => Promise.resolve(),
    dispose() {}
  }
}

function contextOf({ contexts, currentContext }: Kubeconfig, { context }: ClusterChoice): string {
  const name = context ?? currentContext
  if (name !== undefined) return name
  const names = contexts.map(one => one.name).join(', ')
  throw new CommandFailure(
    `the kubeconfig names no current context. Choose one with --context: ${names}.`
  )
}

function requireConfirmation(context: string, confirmed: string | undefined, io: CliIo): void {
  const own = io.env.NETLABS_PROTECTED_CONTEXTS?.split(',').map(pattern => pattern.trim())
  if (!isProtected(context, own ?? protectedByDefault) || confirmed === context) return
  throw new CommandFailure(
    `context ${context} is protected, and a lab would change it. If that is what you want, confirm it by its name: --yes ${context}.`
  )
}

/** Asks for the version, which everybody may read; a practice cluster says there that it is one. */
async function answersAsPractice(cluster: Cluster): Promise<boolean> {
  const version = await cluster.version()
  if (version.ok) return version.value.gitVersion.endsWith('+practice')
  if (version.error.reason === 'forbidden') return false
  if (version.error.reason === 'not-found')
    throw new CommandFailure(
      `what answers at the server's address of context ${cluster.context} is no Kubernetes API server: it has no /version. Check the address in the kubeconfig.`
    )
  throw new CommandFailure(sentencesOf(version.error))
}

function clusterOn(transport: Transport, context: string, simulated: boolean): Cluster {
  return createCluster(transport, { context, simulated, clock: systemClock, random: Math.random })
}

export function sentencesOf({
  message,
  hint
}: {
  readonly message: string
  readonly hint?: string
}): string {
  return hint === undefined ? message : `${message} ${hint}`
}
