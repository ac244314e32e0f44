import { homedir } from 'node:os'
import { failed, ok } from '../base/result.ts'
import { createCluster, type Cluster } from '../cluster/cluster.ts'
import { clusterTransport, noSuchContext } from '../node/cluster-transport.ts'
import {
  contextFingerprint,
  kubeconfigFiles,
  readKubeconfig,
  type Kubeconfig
} from '../node/kubeconfig.ts'
import { watchKubeconfig } from '../node/kubeconfig-watch.ts'
import { practiceContext } from '../node/practice-kubeconfig.ts'
import { practiceTransport } from '../node/practice-transport.ts'
import { readProtobufMessages } from '../node/schema-files.ts'
import { systemClock } from '../node/system-clock.ts'
import { ClusterSet } from '../sim/cluster-set.ts'
import { createPracticeCluster, type PracticeCluster } from '../sim/practice-cluster.ts'
import { yamlValue } from '../yaml/yaml-value.ts'
import type { ClusterSide, PracticeHandle, PracticeOptions } from './cluster/cluster-side.ts'
import { nextTurn } from './host/next-turn.ts'
import { bundledSchemas } from './lint/bundled-schemas.ts'

/**
 * The entry of the lazily loaded bundle: everything that needs the cluster client or the practice
 * cluster. Nothing here imports the editor, so that the bundle has no copy of the extension's state.
 */
export const clusterSide: ClusterSide = {
  startPractice,

  async readContexts(kubeconfig) {
    const read = await readKubeconfig(filesOf(kubeconfig))
    if (!read.ok) {
      const { message, hint = '' } = read.error
      return { contexts: [], current: undefined, problem: { message, hint } }
    }
    return {
      contexts: read.value.contexts.map(({ name, server, namespace }) => ({
        name,
        server,
        namespace
      })),
      current: read.value.currentContext,
      problem: undefined
    }
  },

  async connect({ context, title, kubeconfig, signIn, signInMs }) {
    const read = await readKubeconfig(filesOf(kubeconfig))
    if (!read.ok) return read
    const transport = clusterTransport(read.value, context, {
      env: process.env,
      execTimeoutMs: signInMs,
      signIn
    })
    if (!transport.ok) return transport
    const namespace = namespaceOf(read.value, context)
    const cluster = createCluster(transport.value, {
      context: title,
      simulated: false,
      ...(namespace !== undefined && { defaultNamespace: namespace }),
      clock: systemClock,
      random: Math.random
    })
    return ok({ cluster, fingerprint: contextFingerprint(read.value, context) ?? '' })
  },

  async fingerprint(context, kubeconfig) {
    const read = await readKubeconfig(filesOf(kubeconfig))
    if (!read.ok) return read
    const found = contextFingerprint(read.value, context)
    return found === undefined ? failed(noSuchContext(read.value, context)) : ok(found)
  },

  watchKubeconfig: (kubeconfig, onChange) => watchKubeconfig(filesOf(kubeconfig), onChange)
}

/** The practice cluster with its listener: the editor reaches it directly, other programs over HTTPS. */
async function startPractice({ schemasFolder, log }: PracticeOptions): Promise<PracticeHandle> {
  const set = new ClusterSet()
  const schemas = await bundledSchemas(schemasFolder)
  const start = (name: string, number: number): PracticeCluster =>
    createPracticeCluster({
      clock: systemClock,
      random: Math.random,
      schemas,
      parseYaml: yamlValue,
      protobuf: () => readProtobufMessages(schemasFolder),
      site: { name, number, set }
    })
  const clientOf = (one: PracticeCluster, context: string): Cluster =>
    createCluster(practiceTransport(one), {
      context,
      simulated: true,
      clock: systemClock,
      random: Math.random,
      log
    })
  const practice = start(practiceContext, 1)
  let second: { readonly practice: PracticeCluster; readonly cluster: Cluster } | undefined
  // A bundle of its own, and the editor's turn before each step, so that none holds it up for long.
  await nextTurn()
  const { startPracticeServer } = await import('../node/practice-server.ts')
  await nextTurn()
  const server = await startPracticeServer({ cluster: practice, log })
  const cluster = clientOf(practice, practiceContext)
  return {
    cluster,
    url: server.url,
    kubeconfig: server.kubeconfig,
    get startedSecond() {
      return second?.cluster
    },
    second() {
      if (!second) {
        const other = start(`${practiceContext}-two`, 2)
        second = { practice: other, cluster: clientOf(other, `${practiceContext}-two`) }
      }
      return second.cluster
    },
    async stop() {
      await server.stop()
      second?.practice.dispose()
      practice.dispose()
    }
  }
}

/** The setting wins over the environment. */
function filesOf(kubeconfig: string): readonly string[] {
  const env = kubeconfig === '' ? process.env : { KUBECONFIG: withHome(kubeconfig) }
  return kubeconfigFiles(env, homedir())
}

function withHome(file: string): string {
  return file.replace(/^~(?=$|[/\\])/, homedir())
}

function namespaceOf({ contexts }: Kubeconfig, name: string): string | undefined {
  return contexts.find(context => context.name === name)?.namespace
}
