import type { Connection } from '../../net/connect.ts'
import type { HttpRequest, HttpServing } from '../../net/http.ts'
import type { Listening } from '../../net/listening.ts'
import type { Network } from '../../net/network.ts'
import type { Container, Pod } from '../../model/pod.ts'
import type { ExecOutput } from '../practice-cluster.ts'

/** Where a command runs, and what it can see. */
export interface ToolContext {
  readonly network: Network
  readonly pod: Pod
  readonly container: Container
  readonly env: Readonly<Record<string, string>>
  readonly random: () => number
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly listens: Listening
  readonly serve: HttpServing
  /** The mesh's part in a request of this Pod. */
  readonly mesh: (request: {
    method: string
    headers: Readonly<Record<string, string>>
    body?: string
  }) => NonNullable<HttpRequest['through']>
  /** What comes back for a datagram; undefined when nobody answers. */
  readonly datagram: (connection: Connection, text: string) => string | undefined
  /** Files that the container has for sure: what Kubernetes writes into it and what volumes mount. */
  readonly readFile: (path: string) => string | undefined
  /** What programs of this command have written, by path. It goes with the command. */
  readonly written: Map<string, string>
  readonly input: string
  /** Exit code of the command before. */
  readonly lastExit: number
}

export interface ToolResult {
  readonly exitCode: number
  readonly output: readonly ExecOutput[]
  /** How long the command would have taken, in milliseconds. */
  readonly elapsed: number
}

/** One program: its arguments without its own name, and where it runs. */
export type Tool = (args: readonly string[], context: ToolContext) => ToolResult

/** Collects what a tool writes. */
export class Output {
  readonly #parts: ExecOutput[] = []
  elapsed = 0

  out(text: string): void {
    if (text !== '') this.#parts.push({ stream: 'stdout', text })
  }

  err(text: string): void {
    if (text !== '') this.#parts.push({ stream: 'stderr', text })
  }

  add(result: ToolResult): void {
    this.#parts.push(...result.output)
    this.elapsed += result.elapsed
  }

  end(exitCode: number, elapsed = 0): ToolResult {
    return { exitCode, output: this.#parts, elapsed: this.elapsed + elapsed }
  }
}

export function printed(text: string): ToolResult {
  return { exitCode: 0, output: [{ stream: 'stdout', text }], elapsed: 0 }
}

export function failedWith(exitCode: number, text: string, elapsed = 0): ToolResult {
  return { exitCode, output: [{ stream: 'stderr', text }], elapsed }
}

/** Exit 126 with one sentence: the program exists, and the practice cluster has no answer for it. */
export function notHere(program: string, why: string): ToolResult {
  return failedWith(126, `${program}: not in the practice cluster: ${why}\n`)
}

/** What a connection inside of the cluster takes, in milliseconds. */
export const connectionTime = 2

/** How long Linux tries to open a connection that nobody answers: six repeats, 127 s in all. */
export const kernelTimeout = 127_000

/** How long a resolver tries: 5 s twice, as resolv.conf has it by default. */
export const resolverTimeout = 10_000
