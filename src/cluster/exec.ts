import type { Clock } from '../base/clock.ts'
import { failed, ok, type Result } from '../base/result.ts'
import { errorOfThrown } from './call-api.ts'
import type { Answer, ExecOptions, ExecOutcome } from './cluster.ts'
import {
  errorOfStatus,
  statusFrom,
  TransportFailure,
  type ClusterError,
  type Status
} from './cluster-error.ts'
import type { Socket, Transport } from './transport.ts'

/** Channels of the exec protocol: the first byte of every message. KEP-4006 adds `close` in v5. */
export const execChannel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 }

export interface ExecCommand {
  readonly namespace: string
  readonly pod: string
  readonly container?: string
  readonly command: readonly string[]
}

/**
 * Runs a command in a container over a WebSocket. With the older protocol v4 the end of `stdin` can't be
 * told, so a command that reads to the end of its input runs into the timeout there.
 */
export async function execCommand(
  transport: Transport,
  clock: Clock,
  { namespace, pod, container, command }: ExecCommand,
  { stdin, timeoutMs = 30_000, signal }: ExecOptions = {}
): Answer<ExecOutcome> {
  const stop = new AbortController()
  const cancel = (): void => stop.abort()
  const deadline = new AbortController()
  const timer = clock.after(timeoutMs, () => {
    deadline.abort()
    stop.abort()
  })
  if (signal?.aborted === true) stop.abort()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const socket = await transport.socket({
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec`,
      query: {
        ...(container !== undefined && { container }),
        command,
        stdin: String(stdin !== undefined),
        stdout: 'true',
        stderr: 'true',
        tty: 'false'
      },
      protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
      signal: stop.signal,
      timeoutMs
    })
    const answer = await converse(socket, stdin, stop.signal)
    return answer
  } catch (thrown) {
    const error = errorOfThrown(thrown)
    if (!deadline.signal.aborted || error.reason !== 'cancelled') return failed(error)
    return failed({
      reason: 'timeout',
      message: `The command ${command[0] ?? ''} in Pod ${namespace}/${pod} did not end within ${timeoutMs / 1000} s.`,
      hint: 'Give it more time, or look at what the command waits for.'
    })
  } finally {
    timer.dispose()
    signal?.removeEventListener('abort', cancel)
  }
}

const maxOutputBytes = 4 * 1024 * 1024

async function converse(
  socket: Socket,
  stdin: string | undefined,
  signal: AbortSignal
): Answer<ExecOutcome> {
  try {
    if (stdin !== undefined) {
      if (stdin !== '') socket.send(execChannel.stdin, new TextEncoder().encode(stdin))
      if (socket.protocol.startsWith('v5.'))
        socket.send(execChannel.close, Uint8Array.of(execChannel.stdin))
    }
    const stdout = new StreamedText()
    const stderr = new StreamedText()
    const status = new StreamedText()
    try {
      for await (const { channel, data } of socket.messages) {
        if (channel === execChannel.stdout) stdout.add(data)
        else if (channel === execChannel.stderr) stderr.add(data)
        else if (channel === execChannel.status) status.add(data)
        if (stdout.bytes + stderr.bytes > maxOutputBytes) return failed(tooMuchOutput)
      }
    } catch (thrown) {
      // The status comes last. API servers often cut the connection right behind it, without a farewell.
      if (status.bytes === 0 || signal.aborted) throw thrown
    }
    if (signal.aborted) throw new TransportFailure(cancelled)
    return outcomeOf(status.text(), stdout.text(), stderr.text())
  } finally {
    socket.close()
  }
}

/** Bytes that arrive in pieces, which may end inside a character. */
class StreamedText {
  readonly #decoder = new TextDecoder()
  #text = ''
  bytes = 0

  add(data: Uint8Array): void {
    this.bytes += data.length
    this.#text += this.#decoder.decode(data, { stream: true })
  }

  text(): string {
    return this.#text + this.#decoder.decode()
  }
}

function outcomeOf(
  statusText: string,
  stdout: string,
  stderr: string
): Result<ExecOutcome, ClusterError> {
  if (statusText === '')
    return failed({
      reason: 'unreachable',
      message: 'The connection ended before the command told its exit code.',
      hint: 'Retry; a Pod that is being replaced ends its connections.'
    })
  const parsed = readStatus(statusText)
  const status = statusFrom(parsed)
  if (parsed?.status === 'Success') return ok({ exitCode: 0, stdout, stderr })
  const exitCode = status.details?.causes?.find(cause => cause.reason === 'ExitCode')?.message
  if (status.reason === 'NonZeroExitCode' && exitCode !== undefined && /^-?\d+$/.test(exitCode))
    return ok({ exitCode: Number(exitCode), stdout, stderr })
  return failed(startError(status))
}

function readStatus(text: string): { readonly status?: unknown } | undefined {
  try {
    return JSON.parse(text) as { readonly status?: unknown }
  } catch {
    // A status that is not JSON names no reason; the text itself says nothing a caller can decide by.
    return undefined
  }
}

/** Container runtimes report a missing program deep inside an internal error. */
function startError(status: Status): ClusterError {
  const program = /exec: \\?"([^"\\]+)\\?": (?:executable file not found|stat )/.exec(
    status.message ?? ''
  )?.[1]
  if (program === undefined) return errorOfStatus(status)
  return {
    reason: 'invalid',
    status,
    message: `The container has no program ${program}.`,
    hint: 'Run it in a container whose image brings that program.'
  }
}

const tooMuchOutput: ClusterError = {
  reason: 'invalid',
  message: `The command wrote more than ${maxOutputBytes / 1024 / 1024} MiB and was ended.`,
  hint: 'Ask for less output.'
}

export const cancelled: ClusterError = {
  reason: 'cancelled',
  message: 'The request was cancelled.'
}
