import { execInPod, kubectlExec, quoted } from './exec-in-pod.ts'
import { firstLine, type CommandOutcome } from './http-reply.ts'
import type { Family } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { isHost, placeName, type ProbePlace } from './probe-place.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Probe, ProbeOutcome, ProbeRole } from './step-result.ts'

export interface PortQuestion {
  readonly role: ProbeRole
  readonly from: ProbePlace
  readonly protocol: 'tcp' | 'udp'
  readonly host: string
  readonly port: number
  /** How the evidence names the target; host and port unless given. */
  readonly to?: string
  readonly family?: Family
  /** The text of the datagram. */
  readonly send?: string
}

interface PortReply {
  readonly outcome: ProbeOutcome
  readonly text: string
}

/**
 * Opens a connection, or sends a datagram and waits for its answer. `reached` says that the port is open: a
 * datagram that nobody answers is a timeout, because an open port that is silent looks the same as a closed one.
 */
export async function probePort(
  context: ProbeContext,
  question: PortQuestion
): Promise<Probe | Obstacle> {
  const { role, from, protocol, host, port } = question
  const to = question.to ?? `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`
  const at = context.clock.now()
  const asked = isHost(from)
    ? await askFromHost(context, question, from)
    : await askFromPod(context, question, from)
  if (isObstacle(asked)) return asked
  return {
    role,
    from: placeName(from),
    to,
    what: asked.what,
    result: asked.text,
    outcome: asked.outcome,
    at,
    took: context.clock.now() - at
  }
}

type Asked = PortReply & { readonly what: string }

async function askFromHost(
  context: ProbeContext,
  { protocol, host, port }: PortQuestion,
  { host: machine }: { readonly host: ProbePlaceHost }
): Promise<Asked | Obstacle> {
  if (protocol === 'udp')
    return {
      verdict: 'inconclusive',
      sentence: 'Datagrams are sent from Pods only.',
      next: 'Send it from a Pod of the cluster.',
      final: true
    }
  const { kind, text } = await machine.tcp(host, port, context.signal)
  context.signal?.throwIfAborted()
  return {
    what: `nc -z -v -w 3 ${host} ${port}`,
    outcome: kind === 'open' ? 'reached' : kind,
    text
  }
}

type ProbePlaceHost = Extract<ProbePlace, { host: unknown }>['host']

async function askFromPod(
  context: ProbeContext,
  question: PortQuestion,
  pod: ProbePod
): Promise<Asked | Obstacle> {
  for (const { command, read } of commandsFor(question)) {
    const ran = await execInPod(context, pod, command)
    if (ran === 'no-program') continue
    if (isObstacle(ran)) return ran
    const reply = read(ran)
    if (reply) return { ...reply, what: kubectlExec(pod, command) }
  }
  return {
    verdict: 'blocked',
    sentence: `Blocked, because the image of ${placeName(pod)} has no program that opens a port: no nc${question.protocol === 'tcp' ? ' and no curl' : ''}.`,
    next: 'Use an image with nc for the client, as the lab’s manifest does.',
    final: true,
    lacks: pod
  }
}

interface PortCommand {
  readonly command: readonly string[]
  /** Undefined when the program doesn't know its options, so that another one is asked. */
  readonly read: (outcome: CommandOutcome) => PortReply | undefined
}

function commandsFor({
  protocol,
  host,
  port,
  family,
  send = ''
}: PortQuestion): readonly PortCommand[] {
  const only = family === undefined ? [] : [family === 'IPv6' ? '-6' : '-4']
  if (protocol === 'udp')
    return [
      {
        command: [
          'sh',
          '-c',
          `echo ${quoted(send)} | nc ${['-u', ...only, '-w', '2'].join(' ')} ${quoted(host)} ${port}`
        ],
        read: readDatagram
      }
    ]
  const authority = host.includes(':') ? `[${host}]` : host
  return [
    { command: ['nc', '-z', '-v', ...only, '-w', '3', host, String(port)], read: readNc },
    {
      command: [
        ...['curl', '-sS', '--noproxy', '*', ...only, '--connect-timeout', '3', '--max-time', '4'],
        ...['-o', '/dev/null', '-w', '%{time_connect}', `http://${authority}:${port}/`]
      ],
      read: readCurlPort
    }
  ]
}

/** The words of BusyBox, OpenBSD and Nmap. */
function readNc(outcome: CommandOutcome): PortReply | undefined {
  const { exitCode } = outcome
  const text = `${outcome.stdout}\n${outcome.stderr}`
  if (/usage|invalid option|unrecognized option/i.test(text)) return undefined
  const failure = connectFailure(text)
  if (failure) return failure
  if (exitCode === 0 && /open|succeeded|connected/i.test(text))
    return { outcome: 'reached', text: 'open' }
  return { outcome: 'unclear', text: `nc ended with code ${exitCode}: ${firstLine(text)}` }
}

function connectFailure(text: string): PortReply | undefined {
  if (/refused/i.test(text)) return { outcome: 'refused', text: 'refused' }
  if (/bad address|not resolve|resolution|name or service|getaddrinfo|unknown host/i.test(text))
    return { outcome: 'unresolved', text: 'the name did not resolve' }
  if (/unreachable|no route|address family|not available/i.test(text))
    return { outcome: 'unclear', text: 'there is no route to it' }
  if (/timed? ?out|in progress/i.test(text)) return { outcome: 'timeout', text: 'no answer' }
  return undefined
}

/** Speaks HTTP to whatever listens; only whether the connection was opened counts. */
function readCurlPort({ exitCode, stdout, stderr }: CommandOutcome): PortReply {
  const seconds = Number(/([\d.]+)\s*$/.exec(stdout)?.[1])
  if (seconds > 0) return { outcome: 'reached', text: 'open' }
  if (exitCode === 6 || /resolv/i.test(stderr))
    return { outcome: 'unresolved', text: 'the name did not resolve' }
  if (exitCode === 7)
    return /unreachable|no route/i.test(stderr)
      ? { outcome: 'unclear', text: 'there is no route to it' }
      : { outcome: 'refused', text: 'refused' }
  if (exitCode === 28) return { outcome: 'timeout', text: 'no answer' }
  return { outcome: 'unclear', text: `curl ended with code ${exitCode}: ${firstLine(stderr)}` }
}

function readDatagram(outcome: CommandOutcome): PortReply | undefined {
  const { stdout, stderr } = outcome
  if (/usage|invalid option|unrecognized option/i.test(stderr)) return undefined
  if (stdout.trim() !== '') return { outcome: 'reached', text: `answered “${firstLine(stdout)}”` }
  return connectFailure(stderr) ?? { outcome: 'timeout', text: 'no answer' }
}
