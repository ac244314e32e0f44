import type { Disposable } from '../../base/disposable.ts'
import type { Log } from '../../base/log.ts'
import type { Result } from '../../base/result.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import type { SignIn } from '../../node/cluster-transport.ts'

/**
 * What the lazily loaded bundle gives to the editor: the cluster client, the practice cluster and its
 * listener. The editor starts without it and loads it when a cluster is first needed. Failures come back
 * as plain values: each bundle has classes of its own, so no class can be recognised across.
 */
export interface ClusterSide {
  startPractice(options: PracticeOptions): Promise<PracticeHandle>
  /** Reads the kubeconfig; never writes it. A broken one gives its problem. */
  readContexts(kubeconfig: string): Promise<ContextList>
  /** A client of a context of the kubeconfig. Nothing is sent before the first question. */
  connect(options: ConnectOptions): Promise<Result<Connection, ClusterError>>
  /** What the kubeconfig says of a context now, to be compared with that of a connection. */
  fingerprint(context: string, kubeconfig: string): Promise<Result<string, ClusterError>>
  /** Tells when a file of the kubeconfig has changed, appeared or vanished. */
  watchKubeconfig(kubeconfig: string, onChange: () => void): Disposable
}

export interface ConnectOptions {
  /** Its name in the kubeconfig. */
  readonly context: string
  /** What it is called before people. */
  readonly title: string
  readonly kubeconfig: string
  readonly signIn: SignIn
  /** Milliseconds that signing in may take. */
  readonly signInMs: number
}

export interface Connection {
  readonly cluster: Cluster
  readonly fingerprint: string
}

export interface PracticeOptions {
  readonly schemasFolder: string
  readonly log: Log
}

export interface PracticeHandle {
  readonly cluster: Cluster
  readonly url: string
  /** A kubeconfig as YAML; kubectl works with it as long as the practice cluster runs. */
  readonly kubeconfig: string
  /** A second practice cluster that is joined with this one; it starts when it is first asked for. */
  second(): Cluster
  /** The second one, when it was started. */
  readonly startedSecond: Cluster | undefined
  stop(): Promise<void>
}

export interface ContextList {
  readonly contexts: readonly ContextFacts[]
  readonly current: string | undefined
  /** Why the kubeconfig can't be used, and what to do. */
  readonly problem: { readonly message: string; readonly hint: string } | undefined
}

export interface ContextFacts {
  readonly name: string
  readonly server: string | undefined
  readonly namespace: string | undefined
}
