import { homedir } from 'node:os'
import path from 'node:path'
import type { Disposable } from '../base/disposable.ts'
import { createCluster, type Cluster } from '../cluster/cluster.ts'
import type { ClusterError } from '../cluster/cluster-error.ts'
import { clusterTransport } from '../node/cluster-transport.ts'
import { kubeconfigFiles, readKubeconfig } from '../node/kubeconfig.ts'
import { practiceContext } from '../node/practice-kubeconfig.ts'
import { practiceTransport } from '../node/practice-transport.ts'
import { systemClock } from '../node/system-clock.ts'
import { createPracticeCluster } from '../sim/practice-cluster.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import { bundledSchemas } from './bundled-schemas.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'

export interface OpenedCluster extends Disposable {
  readonly cluster: Cluster
  /** Lets the controllers of the practice cluster come to rest; a real cluster takes its own time. */
  settle(): Promise<void>
}

export interface ClusterChoice {
  readonly context?: string | undefined
  readonly kubeconfig?: string | undefined
}

/** The cluster that a lab is played on. Nothing is sent to it before the first request. */
export async function openLabCluster(choice: ClusterChoice, io: CliIo): Promise<OpenedCluster> {
  const isPractice =
    choice.context === practiceContext ||
    (choice.context === undefined && choice.kubeconfig === undefined)
  return isPractice ? await openPractice() : await openContext(choice, io)
}

async function openPractice(): Promise<OpenedCluster> {
  const practice = createPracticeCluster({
    clock: systemClock,
    random: Math.random,
    schemas: await bundledSchemas(),
    parseYaml
  })
  const cluster = createCluster(practiceTransport(practice), {
    context: practiceContext,
    simulated: true,
    clock: systemClock,
    random: Math.random
  })
  return { cluster, settle: () => practice.settle(), dispose: () => practice.dispose() }
}

async function openContext(
  { context, kubeconfig }: ClusterChoice,
  io: CliIo
): Promise<OpenedCluster> {
  const files =
    kubeconfig === undefined
      ? kubeconfigFiles(io.env, io.env.HOME ?? homedir())
      : [path.resolve(io.cwd, kubeconfig)]
  const read = await readKubeconfig(files)
  if (!read.ok) throw new CommandFailure(sentencesOf(read.error))
  const name = context ?? read.value.currentContext
  if (name === undefined)
    throw new CommandFailure('the kubeconfig names no current context. Choose one with --context.')
  const transport = clusterTransport(read.value, name, { env: { ...io.env } })
  if (!transport.ok) throw new CommandFailure(sentencesOf(transport.error))
  const cluster = createCluster(transport.value, {
    context: name,
    simulated: false,
    clock: systemClock,
    random: Math.random
  })
  return { cluster, settle: () => Promise.resolve(), dispose() {} }
}

export function sentencesOf({ message, hint }: ClusterError): string {
  return hint === undefined ? message : `${message} ${hint}`
}

function parseYaml(text: string): unknown {
  const { documents } = parseYamlFile(text)
  const [problem] = documents.flatMap(({ problems }) => problems)
  if (problem) throw new Error(problem.message)
  return documents[0]?.value
}
