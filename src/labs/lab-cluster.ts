import type { Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'

/**
 * What a check asks of a cluster: to read objects and to run a command in a container. The client of the
 * cluster room satisfies it as it is. A check changes nothing but what a person has agreed to: a container or a
 * Pod of its own to send a probe from.
 */
export interface LabCluster {
  /** Name of the kubeconfig's context, `practice` for the practice cluster. */
  readonly context: string
  /** True when the answers are computed and no packet is sent. */
  readonly simulated: boolean
  get(
    ref: {
      readonly apiVersion: string
      readonly kind: string
      readonly namespace?: string
      readonly name: string
    },
    options?: LabCallOptions
  ): LabAnswer<KubeObject>
  list(
    type: { readonly apiVersion: string; readonly kind: string },
    options?: LabCallOptions & { readonly namespace?: string; readonly labelSelector?: string }
  ): LabAnswer<{ readonly items: readonly KubeObject[] }>
  /** A command that fails is an answer with its exit code; an error means that it never ran to its end. */
  exec(
    pod: { readonly namespace: string; readonly name: string },
    container: string | undefined,
    command: readonly string[],
    options?: LabCallOptions
  ): LabAnswer<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>
  /** Adds an ephemeral container to a running Pod. Only ever asked for after a person has agreed. */
  addContainer?(
    pod: { readonly namespace: string; readonly name: string },
    container: Readonly<Record<string, unknown>>,
    options?: LabCallOptions
  ): LabAnswer<KubeObject>
  /** One connection to a port of a Pod through the API server, as `kubectl port-forward` opens it. */
  forward?(
    pod: { readonly namespace: string; readonly name: string; readonly port: number },
    options?: LabCallOptions
  ): LabAnswer<FarEnd>
  create?(object: KubeObject, options?: LabCallOptions): LabAnswer<KubeObject>
  delete?(
    ref: {
      readonly apiVersion: string
      readonly kind: string
      readonly namespace?: string
      readonly name: string
    },
    options: { readonly uid: string; readonly propagationPolicy: 'Background' }
  ): LabAnswer<void>
  /** What the API server would say to an object, as a dry run. Nothing is written. */
  previewOf?(
    object: KubeObject,
    options?: LabCallOptions & { readonly force?: boolean }
  ): LabAnswer<unknown>
  /** A GET to a Service through the API server's proxy; the answer has to be JSON. */
  getThroughService?(
    service: { readonly namespace: string; readonly name: string; readonly port: string | number },
    path: string,
    options?: LabCallOptions & { readonly query?: Readonly<Record<string, string>> }
  ): LabAnswer<unknown>
  /** Whether this context may do something, as the API server says. */
  canI?(
    access: { readonly verb: string; readonly resource: string; readonly subresource: string },
    options?: LabCallOptions
  ): LabAnswer<{ readonly allowed: boolean }>
}

/** The far end of a connection that goes through a tunnel. */
export interface FarEnd {
  send(data: Uint8Array): void
  readonly received: AsyncIterable<Uint8Array>
  /** Why the port was not reached. */
  problem(): string | undefined
  close(): void
}

export interface LabCallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds. */
  readonly timeoutMs?: number
}

export type LabAnswer<Value> = Promise<Result<Value, LabClusterError>>

/** `reason` is one of the cluster client's reasons, such as `forbidden` or `not-found`. */
export interface LabClusterError {
  readonly reason: string
  readonly message: string
  readonly hint?: string
}
