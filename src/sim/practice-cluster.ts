import type { SchemaSet } from '../api/schema-set.ts'
import { withDefaults } from '../api/defaults.ts'
import type { Clock } from '../base/clock.ts'
import type { Disposable } from '../base/disposable.ts'
import type { Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import { FairTurns } from '../net/proxy/fair-turns.ts'
import { type Backend, createByController } from './backend.ts'
import { answer } from './server.ts'
import type { Server } from './call.ts'
import { versionInfo } from './discovery.ts'
import { startExec } from './exec/exec.ts'
import type { ProtobufMessages } from './protobuf/messages.ts'
import { registryOf } from './registry.ts'
import { Reconciler } from './reconciler.ts'
import type { Site } from './cluster-set.ts'
import { startObjects } from './start-objects.ts'
import type { Status } from './status.ts'
import { Store } from './store.ts'
import { answerUpgrade } from './upgrade.ts'
import { workloadOf } from './workload-of.ts'

/** One HTTP request as the listener read it. */
export interface ApiRequest {
  readonly method: string
  /** Path with query, as in the request line. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** A body of a media type that isn't text, such as protobuf, instead of `body`. */
  readonly bytes?: Uint8Array
  /** Aborted when the client goes away: ends a watch. */
  readonly signal?: AbortSignal
}

export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A whole body, or pieces to be written as they come (watch, log follow). */
  readonly body: string | AsyncIterable<string>
}

/** `kubectl exec` and `attach` as data. */
export interface ExecRequest {
  readonly namespace: string
  readonly pod: string
  /** May be left out when the Pod has one container alone. */
  readonly container?: string
  readonly command: readonly string[]
  /** Whether the client sends its input. Without it, input is empty. */
  readonly stdin?: boolean
  /** A terminal: stderr comes on stdout, and typed text is echoed. */
  readonly tty?: boolean
}

export interface ExecOutput {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** A command under way in a container. */
export interface ExecSession extends Disposable {
  /** Ends after the last output. */
  readonly output: AsyncIterable<ExecOutput>
  /** Hands input to the command. Ignored when the request had no stdin. */
  write(text: string): void
  /** End of input. */
  endInput(): void
  /** The exit code, and the Status that the error channel (3) of the exec protocol carries. */
  readonly exit: Promise<ExecExit>
}

export interface ExecExit {
  readonly exitCode: number
  readonly status: Status
}

/** Takes what comes out of a Pod over one forwarded connection. It may be called before `open` returns. */
export interface ForwardReceiver {
  data(bytes: Uint8Array): void
  /** Nothing more comes. `problem`: what the kubelet would say on the error stream. */
  end(problem?: string): void
}

/** One connection of `kubectl port-forward` into a Pod. */
export interface ForwardedPort {
  send(data: Uint8Array): void
  /** The client has gone, or sends no more. */
  end(): void
}

/** What an upgrade of a connection gives: something to carry over it, or a plain answer that refuses it. */
export type Upgrade =
  | {
      readonly kind: 'forward'
      /** Opens a connection to a port of the Pod; there may be many at once. */
      readonly open: (port: number, receiver: ForwardReceiver) => ForwardedPort
    }
  | {
      readonly kind: 'exec'
      readonly session: ExecSession
      /** Channels that the client asked for by its query. */
      readonly streams: {
        readonly stdin: boolean
        readonly stdout: boolean
        readonly stderr: boolean
        readonly tty: boolean
      }
    }
  | { readonly kind: 'response'; readonly response: ApiResponse }

export interface PracticeClusterOptions {
  readonly clock: Clock
  /** A number from 0 up to 1: names, uids, which endpoint answers. */
  readonly random: () => number
  readonly schemas: SchemaSet
  /** Reads a YAML request body into plain data; throws an Error with a sentence when it can't. */
  readonly parseYaml: (text: string) => Result<unknown, string>
  /**
   * Gives how kinds are laid out as protobuf messages; called when a client first sends such a body, as
   * kubectl's commands without a manifest do. Left out: such bodies are refused.
   */
  readonly protobuf?: () => Promise<ProtobufMessages>
  /** Requests must carry `Authorization: Bearer <token>`. Left out: everyone is let in. */
  readonly token?: string
  /**
   * The longest time, in milliseconds, that a command in a container really waits (`sleep 30`,
   * `curl --max-time 10` to a Pod that a policy cuts off). Default 1000. The command's own account of the
   * time it took names what it would have waited.
   */
  readonly waitCap?: number
  /** Joins it with others, see `ClusterSet`. */
  readonly site?: Site
}

/** A Kubernetes API server with its controllers, in memory, whose network is a model. */
export interface PracticeCluster extends Disposable {
  /** Answers a request. Never rejects: what goes wrong is a Status with its code. */
  handle(request: ApiRequest): Promise<ApiResponse>
  /** Answers a request that wants its connection upgraded (`…/pods/<name>/exec`, `attach`, `portforward`). */
  upgrade(request: ApiRequest): Promise<Upgrade>
  /** Runs a command in a container; a failure says why it can't be started. */
  exec(request: ExecRequest): Promise<Result<ExecSession, Status>>
  /** Lets the controllers work until nothing changes any more. */
  settle(): Promise<void>
  /** All objects as they are now. */
  objects(): readonly KubeObject[]
  /** Git version as /version tells it, such as `v1.37.2+practice`. */
  readonly version: string
}

const defaultWaitCap = 1000

/** Starts a cluster with its node, its DNS and its own Service, all of them ready. */
export function createPracticeCluster(options: PracticeClusterOptions): PracticeCluster {
  const backend: Backend = {
    store: new Store(),
    registry: registryOf(options.schemas),
    schemas: options.schemas,
    clock: options.clock,
    random: options.random,
    turns: new FairTurns(),
    ...(options.site && { site: options.site })
  }
  const workload = workloadOf(backend)
  const closing = new AbortController()
  const server: Server = {
    backend,
    workload,
    parseYaml: options.parseYaml,
    protobuf: options.protobuf,
    token: options.token,
    closed: closing.signal
  }
  const waitCap = options.waitCap ?? defaultWaitCap
  for (const object of startObjects(backend, versionInfo.gitVersion))
    createByController(backend, withDefaults(object, options.schemas))
  const reconciler = new Reconciler(backend, workload)
  reconciler.settle()
  const leave = options.site?.set.add({
    backend,
    wake: () => reconciler.wake(),
    settle: () => reconciler.settle()
  })
  const follow = backend.store.onChange(() => options.site?.set.wakeOthers(backend))

  return {
    version: versionInfo.gitVersion,
    handle(request) {
      // A new Namespace's ServiceAccount comes from a controller, and Pods need it. The real admission
      // waits a moment for it, so that one file may hold a Namespace and its Pods.
      if (makesPod(request)) reconciler.settle()
      return answer(server, request)
    },
    upgrade: request => Promise.resolve(answerUpgrade(server, request, waitCap)),
    exec: request => Promise.resolve(startExec(backend, request, waitCap)),
    settle: () => {
      reconciler.settle()
      if (options.site) {
        options.site.set.settleOthers(backend)
        // What the others have exported meanwhile is imported here.
        reconciler.settle()
      }
      return Promise.resolve()
    },
    objects: () => backend.store.all(),
    dispose: () => {
      leave?.()
      follow.dispose()
      closing.abort()
      reconciler.dispose()
      backend.store.dispose()
    }
  }
}

function makesPod({ method, path }: ApiRequest): boolean {
  return (method === 'POST' || method === 'PATCH') && /\/pods(\/[^/?]+)?(\?|$)/.test(path)
}
