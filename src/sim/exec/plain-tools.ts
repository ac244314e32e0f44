import { hostnameOf, podIpsOf } from '../../model/pod.ts'
import { bracket, test } from './condition.ts'
import { ip } from './ip.ts'
import {
  failedWith,
  notHere,
  Output,
  printed,
  type Tool,
  type ToolContext,
  type ToolResult
} from './tool.ts'

/** Programs that need no network. */
export const plainTools: Readonly<Record<string, Tool>> = {
  true: () => ({ exitCode: 0, output: [], elapsed: 0 }),
  ':': () => ({ exitCode: 0, output: [], elapsed: 0 }),
  false: () => ({ exitCode: 1, output: [], elapsed: 0 }),
  echo,
  printf,
  test,
  '[': bracket,
  sleep,
  env: (args, context) =>
    args.length > 0
      ? notHere('env', 'it only prints the environment here.')
      : printed(environment(context)),
  printenv,
  hostname,
  cat,
  ls: () =>
    notHere('ls', 'there are no image files, only what Kubernetes mounts; read a file with cat.'),
  pwd: () => printed('/\n'),
  whoami: () => printed('root\n'),
  id: () => printed('uid=0(root) gid=0(root) groups=0(root)\n'),
  uname: args =>
    args.length === 0
      ? printed('Linux\n')
      : notHere('uname', 'there is no kernel, so only "uname" without options is answered.'),
  date: (_, context) => printed(`${new Date(context.now).toUTCString()}\n`),
  seq,
  ip,
  ifconfig: (_, context) => noKernel('ifconfig', context),
  ss: (_, context) => noKernel('ss', context),
  netstat: (_, context) => noKernel('netstat', context),
  route: (_, context) => noKernel('route', context),
  arp: (_, context) => noKernel('arp', context),
  iptables: (_, context) => noKernel('iptables', context),
  tcpdump: (_, context) => noKernel('tcpdump', context),
  traceroute: (_, context) => noKernel('traceroute', context)
}

function echo(args: readonly string[]): ToolResult {
  const [first, ...rest] = args
  if (first === '-n') return printed(rest.join(' '))
  if (first === '-e') return printed(`${escapes(rest.join(' '))}\n`)
  return printed(`${args.join(' ')}\n`)
}

/** The format again and again, until no argument is left. */
function printf([format = '', ...args]: readonly string[]): ToolResult {
  const queue = [...args]
  let text = ''
  do {
    const before = queue.length
    text += escapes(format).replaceAll(
      /%(?:(%)|-?\d*([sd]))/g,
      (_, percent?: string, letter?: string) =>
        percent ?? queue.shift() ?? (letter === 'd' ? '0' : '')
    )
    if (queue.length === before) break
  } while (queue.length > 0)
  return printed(text)
}

function escapes(text: string): string {
  return text.replaceAll(/\\([nrt\\])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 'r' ? '\r' : letter === 't' ? '\t' : '\\'
  )
}

function sleep(args: readonly string[]): ToolResult {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
  let elapsed = 0
  for (const arg of args) {
    if (arg === 'infinity' || arg === 'inf') return { exitCode: 0, output: [], elapsed: Infinity }
    const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg)
    if (!match) return failedWith(1, `sleep: invalid number '${arg}'\n`)
    elapsed += Number(match[1]) * (units[match[2] ?? 's'] ?? 1) * 1000
  }
  return args.length === 0
    ? failedWith(1, 'sleep: missing operand\n')
    : { exitCode: 0, output: [], elapsed }
}

function environment({ env }: ToolContext): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function printenv(args: readonly string[], context: ToolContext): ToolResult {
  const [name] = args
  if (name === undefined) return printed(environment(context))
  const value = context.env[name]
  return value === undefined ? { exitCode: 1, output: [], elapsed: 0 } : printed(`${value}\n`)
}

function hostname(args: readonly string[], { pod }: ToolContext): ToolResult {
  const [option] = args
  if (option === undefined || option === '-s') return printed(`${hostnameOf(pod)}\n`)
  if (option === '-i') return printed(`${podIpsOf(pod)[0] ?? ''}\n`)
  if (option === '-I') return printed(`${podIpsOf(pod).join(' ')} \n`)
  return notHere('hostname', 'only hostname, hostname -i and hostname -I are answered.')
}

function cat(args: readonly string[], context: ToolContext): ToolResult {
  const output = new Output()
  if (args.length === 0) output.out(context.input)
  let exitCode = 0
  for (const file of args) {
    const text =
      file === '-' ? context.input : (context.written.get(file) ?? context.readFile(file))
    if (text === undefined) {
      output.err(
        `cat: can't open '${file}': the practice cluster has the files that Kubernetes mounts, not those of images\n`
      )
      exitCode = 1
    } else output.out(text)
  }
  return output.end(exitCode)
}

function seq(args: readonly string[]): ToolResult {
  const numbers = args.map(Number)
  if (numbers.length === 0 || numbers.some(Number.isNaN))
    return failedWith(1, 'seq: invalid number\n')
  const [first, last] =
    numbers.length === 1 ? [1, numbers[0] ?? 0] : [numbers[0] ?? 1, numbers.at(-1) ?? 0]
  const count = Math.min(10_000, Math.max(0, last - first + 1))
  return printed(Array.from({ length: count }, (_, i) => `${first + i}\n`).join(''))
}

function noKernel(program: string, { pod }: ToolContext): ToolResult {
  const ips = podIpsOf(pod).join(' and ')
  return notHere(
    program,
    `there is no kernel with interfaces, routes or packets to look at. The addresses of this Pod are ${ips}.`
  )
}
