import type { SchemaSet } from '../api/schema-set.ts'
import type { Clock } from '../base/clock.ts'
import type { Disposable } from '../base/disposable.ts'
import type { Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import type { Status } from './status.ts'

/** One HTTP request as the listener read it. */
export interface ApiRequest {
  readonly method: string
  /** Path with query, as in the request line. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
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
  /** The first container when left out. */
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

/** What a WebSocket upgrade to the cluster gives: a session to carry, or a plain answer that refuses it. */
export type Upgrade =
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
  readonly parseYaml: (text: string) => unknown
  /** Requests must carry `Authorization: Bearer <token>`. Left out: everyone is let in. */
  readonly token?: string
  /**
   * The longest time, in milliseconds, that a command in a container really waits (`sleep 30`,
   * `curl --max-time 10` to a Pod that a policy cuts off). Default 1000. The command's own account of the
   * time it took names what it would have waited.
   */
  readonly waitCap?: number
}

/** A Kubernetes API server with its controllers, in memory, whose network is a model. */
export interface PracticeCluster extends Disposable {
  /** Answers a request. Never rejects: what goes wrong is a Status with its code. */
  handle(request: ApiRequest): Promise<ApiResponse>
  /** Answers a request that wants a WebSocket (`…/pods/<name>/exec`, `attach`). */
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
