import type { Clock } from '../base/clock.ts'
import type { FieldPath } from '../base/field-path.ts'
import { silentLog, type Log } from '../base/log.ts'
import type { Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import type { ClusterError } from './cluster-error.ts'
import { discover, type Discovery } from './discovery.ts'
import { execCommand } from './exec.ts'
import { openForward, type ForwardedConnection, type PodPort } from './port-forward.ts'
import { previewOf } from './preview.ts'
import { ResourceClient } from './resource-client.ts'
import { readOpenApi, readVersion, reviewAccess } from './server-facts.ts'
import { getThroughService, type ServicePortRef } from './service-proxy.ts'
import type { Transport } from './transport.ts'
import { watchResource, type ResourceWatch, type WatchOptions } from './watch-resource.ts'

/** A cluster as one context of a kubeconfig sees it. Nothing is written unless a caller asks for it by name. */
export interface Cluster {
  /** Name of the kubeconfig's context, `practice` for the practice cluster. */
  readonly context: string
  /** True when the answers are computed and no real network carries them. */
  readonly simulated: boolean
  /** Namespace of objects that name none. */
  readonly defaultNamespace: string

  get(ref: ObjectRef, options?: CallOptions): Answer<KubeObject>
  /** All pages, unless `maxItems` ends it before. */
  list(type: ResourceType, options?: ListOptions): Answer<ObjectList>
  create(object: KubeObject, options?: WriteOptions): Answer<KubeObject>
  delete(ref: ObjectRef, options?: DeleteOptions): Answer<void>
  patch(ref: ObjectRef, patch: unknown, options: PatchOptions): Answer<KubeObject>

  /**
   * Server-side apply. Fields that another manager owns come back as the error `conflict`, and
   * `conflictsOf` reads them; only `force` takes them over.
   */
  apply(object: KubeObject, options?: ApplyOptions): Answer<KubeObject>
  /** What applying the object would change, as the server itself computes it; changes nothing. */
  previewOf(object: KubeObject, options?: ApplyOptions): Answer<Preview>

  /** Follows all objects of a type, across lost connections and expired histories, until disposed. */
  watchResource(type: ResourceType, options?: WatchOptions): ResourceWatch

  /** Runs a command in a container. A command that fails is an answer with its exit code. */
  exec(
    pod: { readonly namespace: string; readonly name: string },
    container: string | undefined,
    command: readonly string[],
    options?: ExecOptions
  ): Answer<ExecOutcome>

  /** Adds an ephemeral container to a running Pod, which nothing can take out again (KEP-277). */
  addContainer(
    pod: { readonly namespace: string; readonly name: string },
    container: Readonly<Record<string, unknown>>,
    options?: CallOptions
  ): Answer<KubeObject>

  /** One connection to a port of a Pod, as `kubectl port-forward` opens it. */
  forward(pod: PodPort, options?: CallOptions): Answer<ForwardedConnection>

  /** A GET to a Service through the API server's proxy; the answer has to be JSON. */
  getThroughService(
    service: ServicePortRef,
    path: string,
    options?: CallOptions & { readonly query?: Readonly<Record<string, string>> }
  ): Answer<unknown>

  /** Asks by SelfSubjectAccessReview whether this context may do something. */
  canI(access: Access, options?: CallOptions): Answer<AccessAnswer>

  /** Types that the server serves. Read once; `refresh` reads again, as after installing CRDs. */
  discovery(options?: { readonly refresh?: boolean }): Answer<Discovery>
  version(): Answer<ServerVersion>
  /**
   * OpenAPI v3 documents by their path in `/openapi/v3`, such as `apis/networking.k8s.io/v1`.
   * `paths` limits which ones are read.
   */
  openApi(paths?: (path: string) => boolean): Answer<Readonly<Record<string, unknown>>>
}

export type Answer<Value> = Promise<Result<Value, ClusterError>>

export interface ResourceType {
  readonly apiVersion: string
  readonly kind: string
}

export interface ObjectRef extends ResourceType {
  /** Left out for cluster-wide kinds; the context's namespace is taken for others. */
  readonly namespace?: string
  readonly name: string
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds; 30 s unless given. */
  readonly timeoutMs?: number
}

export interface ListOptions extends CallOptions {
  /** All namespaces unless given. */
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** Objects per page, 500 unless given. */
  readonly limit?: number
  /** Stops after the page that reaches this number. */
  readonly maxItems?: number
}

export interface ObjectList {
  readonly items: readonly KubeObject[]
  readonly resourceVersion: string
  /** True when `maxItems` ended it and the cluster has more. */
  readonly truncated: boolean
}

export interface WriteOptions extends CallOptions {
  /** Lets the server do everything but keep the result (`dryRun=All`). */
  readonly dryRun?: boolean
}

export interface ApplyOptions extends WriteOptions {
  /** Takes over fields that other managers own. Only ever set by a person's explicit choice. */
  readonly force?: boolean
  readonly fieldManager?: string
}

export interface DeleteOptions extends WriteOptions {
  /** Deletes only the object with this UID; a namesake made later stays, with the error `conflict`. */
  readonly uid?: string
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
}

export interface PatchOptions extends WriteOptions {
  readonly type: 'json' | 'merge' | 'strategic'
  /** Such as `scale` or `status`. */
  readonly subresource?: string
}

export interface Preview {
  readonly kind: 'create' | 'update' | 'unchanged'
  /** The object as it is now, absent when it would be created. */
  readonly live?: KubeObject
  /** The object as it would be. */
  readonly merged: KubeObject
  /** Fields that would differ; bookkeeping such as `metadata.managedFields` is left out. */
  readonly changedPaths: readonly FieldPath[]
}

export interface ExecOptions {
  readonly stdin?: string
  /** Milliseconds until the command has to be done, 30 s unless given. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface ExecOutcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface Access {
  readonly verb: string
  readonly group?: string
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
}

export interface AccessAnswer {
  readonly allowed: boolean
  readonly reason?: string
}

export interface ServerVersion {
  /** Such as `v1.37.0`. */
  readonly gitVersion: string
  readonly major: number
  readonly minor: number
}

export interface ClusterOptions {
  readonly context: string
  readonly simulated: boolean
  readonly defaultNamespace?: string
  readonly clock: Clock
  /** A number from 0 up to 1; spreads the delays of watches. */
  readonly random: () => number
  readonly log?: Log
}

/** A client on a transport. It keeps what discovery said and nothing else. */
export function createCluster(transport: Transport, options: ClusterOptions): Cluster {
  const {
    context,
    simulated,
    defaultNamespace = 'default',
    clock,
    random,
    log = silentLog
  } = options
  let known: Answer<Discovery> | undefined
  const discovery = async (refresh: boolean): Answer<Discovery> => {
    if (refresh) known = undefined
    known ??= discover(transport)
    const asked = known
    const answer = await asked
    // An error is not worth keeping: the next caller asks again.
    if (!answer.ok && known === asked) known = undefined
    return answer
  }
  const client = new ResourceClient(transport, discovery, defaultNamespace)
  return {
    context,
    simulated,
    defaultNamespace,
    get: (ref, call) => client.get(ref, call),
    list: (type, list) => client.list(type, list),
    create: (object, write) => client.create(object, write),
    delete: (ref, remove) => client.delete(ref, remove),
    patch: (ref, patch, how) => client.patch(ref, patch, how),
    apply: (object, apply) => client.apply(object, apply),
    previewOf: (object, apply) => previewOf(client, object, apply),
    watchResource: (type, watch) =>
      watchResource({ transport, client, clock, random, log }, type, watch),
    exec: (pod, container, command, exec) =>
      execCommand(
        transport,
        clock,
        {
          namespace: pod.namespace,
          pod: pod.name,
          ...(container !== undefined && { container }),
          command
        },
        exec
      ),
    addContainer: (pod, container, call) =>
      client.patch(
        { apiVersion: 'v1', kind: 'Pod', ...pod },
        { spec: { ephemeralContainers: [container] } },
        { ...call, type: 'strategic', subresource: 'ephemeralcontainers' }
      ),
    forward: (pod, call) => openForward(transport, pod, call),
    getThroughService: (service, path, options) =>
      getThroughService(transport, service, path, options),
    canI: (access, call) => reviewAccess(transport, access, call),
    discovery: ({ refresh = false } = {}) => discovery(refresh),
    version: () => readVersion(transport),
    openApi: (paths = () => true) => readOpenApi(transport, paths)
  }
}
