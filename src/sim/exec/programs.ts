import { curl } from './curl.ts'
import { dig, getent, host, nslookup } from './dns-tools.ts'
import { nc } from './nc.ts'
import { ping } from './ping.ts'
import { plainTools } from './plain-tools.ts'
import { hasGnuTools, wget } from './wget.ts'
import { textTools } from './text-tools.ts'
import { failedWith, type Tool, type ToolContext, type ToolResult } from './tool.ts'

const networkTools: Readonly<Record<string, Tool>> = {
  curl,
  wget,
  nslookup,
  dig,
  host,
  getent,
  nc,
  netcat: nc,
  ping: (args, context) => ping(args, context),
  ping6: (args, context) => ping(args, context, 'IPv6'),
  timeout,
  busybox: (args, context) => runProgram(args, context)
}

export const shells: readonly string[] = ['sh', 'ash', 'bash', 'dash']

/** The name of a program without the folder it is in. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Runs one program by its name or path. */
export function runProgram(command: readonly string[], context: ToolContext): ToolResult {
  const [path = '', ...args] = command
  const name = nameOf(path)
  const tool = Object.hasOwn(networkTools, name)
    ? networkTools[name]
    : Object.hasOwn(plainTools, name)
      ? plainTools[name]
      : Object.hasOwn(textTools, name)
        ? textTools[name]
        : undefined
  if (isMissing(name, context.container.image ?? ''))
    return failedWith(
      127,
      `sh: ${name}: not found: the image ${context.container.image ?? ''} does not have it\n`
    )
  if (tool) return tool(args, context)
  return failedWith(
    127,
    `${name}: not in the practice cluster, which runs no programs of images. It answers curl, wget, nslookup, dig, ` +
      `host, nc, ping, cat, grep, head, wc, env, hostname, echo, sleep and lines of sh with pipes, for and if.\n`
  )
}

/** The small image that everyone uses as a client has BusyBox's programs only. */
function isMissing(name: string, image: string): boolean {
  const busybox = /(^|\/)busybox(:|@|$)/.test(image)
  return busybox && ['curl', 'dig', 'host', 'getent', 'bash'].includes(name)
}

/** `timeout 3 nc …`: ends a program that takes longer. */
function timeout(args: readonly string[], context: ToolContext): ToolResult {
  const [seconds = '', ...command] = args.filter((arg, i) => i > 0 || !arg.startsWith('-'))
  const limit = Number.parseFloat(seconds) * 1000
  if (!(limit >= 0) || command.length === 0)
    return failedWith(125, 'timeout: invalid time interval\n')
  const result = runProgram(command, context)
  if (result.elapsed <= limit) return result
  // What a killed program printed before can't be told from what it would have printed after.
  const gnu = hasGnuTools(context.container.image ?? '')
  return { exitCode: gnu ? 124 : 143, output: [], elapsed: limit }
}
