import { parseIp } from '../../model/cidr.ts'
import { type DnsAnswer, resolveName } from '../../net/dns.ts'
import { type DnsRecord, recordData, type RecordType, reverseNameOf } from '../../net/dns-record.ts'
import { hasFlag, readOptions } from './options.ts'
import {
  connectionTime,
  failedWith,
  notHere,
  Output,
  resolverTimeout,
  type ToolContext,
  type ToolResult
} from './tool.ts'

const types: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR']

function typeNamed(text: string | undefined): RecordType | undefined {
  return types.find(type => type === text?.toUpperCase())
}

/** A reverse name for an address, and the question that goes with it. */
function questionFor(name: string): { name: string; type: RecordType } | undefined {
  const ip = parseIp(name)
  return ip ? { name: reverseNameOf(ip), type: 'PTR' } : undefined
}

/** nslookup, in BusyBox's words. */
export function nslookup(args: readonly string[], context: ToolContext): ToolResult {
  const plain = args.filter(arg => !arg.startsWith('-'))
  const option = args.find(arg => /^-(type|query|querytype|q)=/.test(arg))?.split('=')[1]
  const [name, server] = plain
  if (name === undefined)
    return failedWith(1, 'Usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]\n')
  if (option !== undefined && !typeNamed(option))
    return notHere('nslookup', `questions of type ${option} are not modelled.`)
  const at = askedServer(server, context)
  if ('exitCode' in at) return at
  const reverse = questionFor(name)
  const wanted = reverse
    ? [reverse.type]
    : option
      ? [typeNamed(option) ?? 'A']
      : (['A', 'AAAA'] as const)
  const answers = wanted.map(type =>
    resolveName(context.network, context.pod, reverse?.name ?? name, type, at)
  )
  const output = new Output()
  const [first] = answers
  const address = first?.server ?? ''
  if (answers.some(answer => answer.status === 'TIMEOUT')) {
    output.err(';; connection timed out; no servers could be reached\n\n')
    return output.end(1, resolverTimeout)
  }
  output.out(
    `Server:\t\t${address}\nAddress:\t${address.includes(':') ? `[${address}]` : address}:53\n\n`
  )
  const records = answers.flatMap(answer => answer.answers)
  for (const record of records) output.out(lookupLine(record))
  if (records.length > 0) {
    output.out('\n')
    return output.end(0, connectionTime)
  }
  const asked = first?.queried.at(-1)?.name.replace(/\.$/, '') ?? name
  if (first?.status === 'NOERROR') output.out(`*** Can't find ${asked}: No answer\n\n`)
  else output.err(`** server can't find ${asked}: ${first?.status ?? 'NXDOMAIN'}\n\n`)
  return output.end(first?.status === 'NOERROR' ? 0 : 1, connectionTime)
}

function lookupLine(record: DnsRecord): string {
  const name = record.name.replace(/\.$/, '')
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${record.address}\n`
    case 'CNAME':
      return `${name}\tcanonical name = ${record.target.replace(/\.$/, '')}\n`
    case 'PTR':
      return `${name}\tname = ${record.target.replace(/\.$/, '')}\n`
    case 'SRV':
      return `${name}\tservice = ${recordData(record).replace(/\.$/, '')}\n`
  }
}

/** The server that was named, as an option of the question; a refusal for one outside of the cluster. */
function askedServer(
  server: string | undefined,
  context: ToolContext
): { readonly server?: string } | ToolResult {
  if (server === undefined) return {}
  const { network, pod } = context
  const name = server.replace(/^@/, '')
  const address = parseIp(name)
    ? name
    : resolveName(network, pod, name, 'A').answers.flatMap(one =>
        one.type === 'A' ? [one.address] : []
      )[0]
  const ip = address === undefined ? undefined : parseIp(address)
  const isHere = ip && (network.podByIp(ip) ?? network.servicesByIp(ip)[0])
  return address !== undefined && isHere
    ? { server: address }
    : notHere('dns', `only DNS servers of the cluster are modelled, and ${name} is none of them.`)
}

const digFlags: readonly string[] = ['4', '6', 'short']

/** dig: the whole answer, or the data alone with +short. */
export function dig(args: readonly string[], context: ToolContext): ToolResult {
  const settings = new Set(args.filter(arg => arg.startsWith('+')).map(arg => arg.slice(1)))
  const server = args.find(arg => arg.startsWith('@'))
  const rest = args.filter(arg => !arg.startsWith('+') && !arg.startsWith('@'))
  const options = readOptions(rest, { withValue: ['x', 't', 'q', 'p'], flags: digFlags })
  const at = askedServer(server, context)
  if ('exitCode' in at) return at
  const words = [...options.rest.filter(word => word !== 'IN')]
  const reverse = options.values.get('x')?.at(-1)
  const given = options.values.get('t')?.at(-1) ?? words.find(word => typeNamed(word) !== undefined)
  const name = options.values.get('q')?.at(-1) ?? words.find(word => word !== given)
  if (given !== undefined && !typeNamed(given))
    return notHere('dig', `questions of type ${given} are not modelled.`)
  const question =
    reverse === undefined
      ? { name: name ?? '.', type: typeNamed(given) ?? ('A' as const) }
      : (questionFor(reverse) ?? { name: reverse, type: 'PTR' as const })
  const answer = resolveName(context.network, context.pod, question.name, question.type, {
    search: settings.has('search'),
    ...((settings.has('tcp') || settings.has('vc')) && { transport: 'TCP' as const }),
    ...at
  })
  return settings.has('short') ? shortDig(answer) : fullDig(answer, question.type, settings)
}

function shortDig(answer: DnsAnswer): ToolResult {
  if (answer.status === 'TIMEOUT') return digTimeout(answer)
  const output = new Output()
  for (const record of answer.answers) output.out(`${recordData(record)}\n`)
  return output.end(0, connectionTime)
}

function digTimeout({ server = '' }: DnsAnswer): ToolResult {
  const line = `;; communications error to ${server}#53: timed out\n`
  const output = new Output()
  output.out(`${line.repeat(3)}\n; <<>> DiG 9.20 <<>>\n;; no servers could be reached\n`)
  return output.end(9, 15_000)
}

function fullDig(answer: DnsAnswer, type: RecordType, settings: ReadonlySet<string>): ToolResult {
  if (answer.status === 'TIMEOUT') return digTimeout(answer)
  const asked = answer.queried.at(-1)?.name ?? '.'
  const only = settings.has('noall')
  const output = new Output()
  if (!only)
    output.out(
      `\n; <<>> DiG 9.20 <<>> ${asked} ${type}\n;; global options: +cmd\n;; Got answer:\n` +
        `;; ->>HEADER<<- opcode: QUERY, status: ${answer.status}, id: 1\n` +
        `;; flags: qr aa rd; QUERY: 1, ANSWER: ${answer.answers.length}, AUTHORITY: 0, ADDITIONAL: 0\n\n` +
        `;; QUESTION SECTION:\n;${asked}\t\tIN\t${type}\n\n`
    )
  if (answer.answers.length > 0 && (!only || settings.has('answer'))) {
    if (!only) output.out(';; ANSWER SECTION:\n')
    for (const record of answer.answers)
      output.out(`${record.name}\t${record.ttl}\tIN\t${record.type}\t${recordData(record)}\n`)
    if (!only) output.out('\n')
  }
  if (!only)
    output.out(`;; Query time: 1 msec\n;; SERVER: ${answer.server ?? ''}#53 (simulated) (UDP)\n\n`)
  return output.end(0, connectionTime)
}

/** `getent hosts NAME`: what a program in the container gets for a name. */
export function getent(args: readonly string[], context: ToolContext): ToolResult {
  const [database, name] = args
  const known =
    database === 'hosts' ||
    database === 'ahosts' ||
    database === 'ahostsv4' ||
    database === 'ahostsv6'
  if (!known || name === undefined)
    return notHere('getent', 'only "getent hosts NAME" is answered.')
  const wanted: readonly RecordType[] =
    database === 'ahostsv6' ? ['AAAA'] : database === 'ahostsv4' ? ['A'] : ['A', 'AAAA']
  for (const type of wanted) {
    const answer = resolveName(context.network, context.pod, name, type)
    if (answer.status === 'TIMEOUT') return { exitCode: 2, output: [], elapsed: resolverTimeout }
    const output = new Output()
    for (const record of answer.answers)
      if (record.type === 'A' || record.type === 'AAAA')
        output.out(`${record.address.padEnd(16)}${record.name.replace(/\.$/, '')}\n`)
    if (answer.answers.length > 0) return output.end(0, connectionTime)
  }
  return { exitCode: 2, output: [], elapsed: connectionTime }
}

/** `host NAME`. */
export function host(args: readonly string[], context: ToolContext): ToolResult {
  const options = readOptions(args, { withValue: ['t', 'W'], flags: ['4', '6', 'a', 'v'] })
  const [name] = options.rest
  if (name === undefined) return failedWith(1, 'Usage: host [-t TYPE] NAME\n')
  const type = options.values.get('t')?.at(-1)
  const reverse = questionFor(name)
  const wanted: readonly RecordType[] = reverse
    ? ['PTR']
    : type === undefined
      ? ['A', 'AAAA']
      : [typeNamed(type) ?? 'A']
  const output = new Output()
  for (const one of hasFlag(options, '4') ? wanted.slice(0, 1) : wanted) {
    const answer = resolveName(context.network, context.pod, reverse?.name ?? name, one)
    if (answer.status === 'TIMEOUT') {
      output.out(';; connection timed out; no servers could be reached\n')
      return output.end(1, resolverTimeout)
    }
    for (const record of answer.answers) output.out(hostLine(record))
    if (answer.status === 'NXDOMAIN') {
      output.out(`Host ${name} not found: 3(NXDOMAIN)\n`)
      return output.end(1, connectionTime)
    }
  }
  return output.end(0, connectionTime)
}

function hostLine(record: DnsRecord): string {
  const name = record.name.replace(/\.$/, '')
  switch (record.type) {
    case 'A':
      return `${name} has address ${record.address}\n`
    case 'AAAA':
      return `${name} has IPv6 address ${record.address}\n`
    case 'CNAME':
      return `${name} is an alias for ${record.target}\n`
    case 'PTR':
      return `${name} domain name pointer ${record.target}\n`
    case 'SRV':
      return `${name} has SRV record ${recordData(record)}\n`
  }
}
