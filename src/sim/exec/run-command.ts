import type { Container, Pod } from '../../model/pod.ts'
import { networkOf } from '../../net/network.ts'
import type { Backend } from '../backend.ts'
import { objectsBeyond } from '../cluster-set.ts'
import { activeCorefile } from '../core-dns.ts'
import { listensByImage } from '../images.ts'
import { datagramAnswer, meshIn, servingIn } from '../serving.ts'
import { containerEnv } from './container-env.ts'
import { containerFile } from './container-files.ts'
import { nameOf, runProgram, shells } from './programs.ts'
import { newShell, runNested, runShell, type ShellState } from './shell.ts'
import { textTools } from './text-tools.ts'
import type { ToolContext, ToolResult } from './tool.ts'

/** Everything that a command in a container can see, as things are now. */
export function contextOf(
  backend: Backend,
  pod: Pod,
  container: Container,
  input: string
): ToolContext {
  const corefile = activeCorefile(backend)
  const network = networkOf(
    [...backend.store.all(), ...objectsBeyond(backend)],
    corefile === undefined ? {} : { corefile }
  )
  return {
    network,
    pod,
    container,
    env: containerEnv(network, pod, container),
    random: backend.random,
    now: backend.clock.now(),
    listens: listensByImage,
    serve: servingIn(backend, network),
    mesh: request => meshIn(backend, network, pod, request),
    datagram: (connection, text) => datagramAnswer(connection, pod, text),
    readFile: path => containerFile(network, pod, container, path),
    written: new Map(),
    input,
    lastExit: 0
  }
}

/** Runs a command as exec does: a program with its arguments, or a shell. */
export function runCommand(command: readonly string[], context: ToolContext): ToolResult {
  const [program = '', ...args] = command
  if (shells.includes(nameOf(program)) && !isMissingShell(program, context))
    return runNested(args, newShell(), context)
  return runProgram(command, context)
}

function isMissingShell(program: string, { container }: ToolContext): boolean {
  return nameOf(program) === 'bash' && /(^|\/)busybox(:|@|$)/.test(container.image ?? '')
}

/** Whether a command reads its input before it does anything. */
export function needsInput(command: readonly string[]): boolean {
  const [program = '', ...args] = command
  const name = nameOf(program)
  if (shells.includes(name)) return !args.some(arg => /^-\w*c$/.test(arg))
  if (Object.hasOwn(textTools, name)) return true
  return name === 'cat' && (args.length === 0 || args.includes('-'))
}

/** A shell that reads its lines one by one from a terminal. */
export function isInteractiveShell(command: readonly string[]): boolean {
  return needsInput(command) && shells.includes(nameOf(command[0] ?? ''))
}

export function runLine(line: string, state: ShellState, context: ToolContext): ToolResult {
  return runShell(line, state, context)
}
