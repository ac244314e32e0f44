import { execInPod, kubectlExec, quoted } from './exec-in-pod.ts'
import { firstLine } from './http-reply.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import { readPcap, type Packet } from './pcap.ts'
import type { ProbeContext } from './probe-context.ts'
import type { ProbePod } from './probe-pod.ts'

/** Bytes that are kept of each packet: all heads, and little of what somebody sent. */
export const keptBytes = 128
/** More packets than these are not kept, so that a busy Pod can't fill the container. */
const mostPackets = 5000

export interface Listening {
  /** Names the files in the container. */
  readonly name: string
  readonly interface: string
  readonly filter: string
}

export interface Captured {
  readonly packets: readonly Packet[]
  readonly bytes: Uint8Array
  /** tcpdump's own account, such as `0 packets dropped by kernel`. */
  readonly dropped: string | undefined
}

/** The command as a person would type it. */
export function tcpdumpCommand({ interface: device, filter }: Listening): readonly string[] {
  // Some builds give root up for a user that an image need not have, so root is named.
  const options = ['-i', device, '-nn', '-p', '-Z', 'root', '-U', '-s', String(keptBytes)]
  return ['tcpdump', ...options, '-c', String(mostPackets), '-w', '-', filter]
}

/** How the evidence says it. */
export function shownCommand(pod: ProbePod, listening: Listening): string {
  return `${kubectlExec(pod, tcpdumpCommand(listening))} > ${listening.name}.pcap`
}

function fileOf({ name }: Listening): string {
  return `/tmp/${name}.pcap`
}

/**
 * Starts tcpdump beside the command that comes back once it listens: a packet that was sent before that is no
 * packet that was not seen.
 */
export async function startListening(
  context: ProbeContext,
  pod: ProbePod,
  listening: Listening
): Promise<Obstacle | undefined> {
  const file = fileOf(listening)
  const command = tcpdumpCommand(listening).map(quoted).join(' ')
  const script = [
    `rm -f ${file} ${file}.log`,
    `${command} > ${file} 2> ${file}.log < /dev/null &`,
    `echo $! > ${file}.pid`,
    'i=0',
    'while [ $i -lt 100 ]; do',
    `  grep -q 'listening on' ${file}.log && exit 0`,
    `  kill -0 $(cat ${file}.pid) 2> /dev/null || { cat ${file}.log >&2; exit 3; }`,
    '  i=$((i + 1)); sleep 0.1',
    'done',
    'echo tcpdump does not begin to listen >&2; exit 3'
  ].join('\n')
  const ran = await execInPod(context, pod, ['sh', '-c', script])
  if (ran === 'no-program') return noShell(pod)
  if (isObstacle(ran)) return ran
  if (ran.exitCode === 0) return undefined
  return {
    verdict: 'inconclusive',
    sentence: `tcpdump can’t listen in Pod ${pod.namespace}/${pod.name}: ${firstLine(ran.stderr) || `it ended with code ${ran.exitCode}`}.`,
    next: 'It needs the capability NET_RAW, which Pod Security or the container runtime may withhold. Look at the level of the Namespace.',
    final: true
  }
}

/** Ends tcpdump and brings what it has written. */
export async function stopListening(
  context: ProbeContext,
  pod: ProbePod,
  listening: Listening
): Promise<Captured | Obstacle> {
  const file = fileOf(listening)
  const script = [
    // Packets that the kernel has seen last still wait to be read.
    'sleep 1',
    `pid=$(cat ${file}.pid)`,
    'kill -INT $pid 2> /dev/null',
    'i=0',
    'while kill -0 $pid 2> /dev/null && [ $i -lt 30 ]; do i=$((i + 1)); sleep 0.1; done',
    `cat ${file}.log >&2`,
    `base64 ${file}`
  ].join('\n')
  const ran = await execInPod(context, pod, ['sh', '-c', script])
  if (ran === 'no-program') return noShell(pod)
  if (isObstacle(ran)) return ran
  const bytes = bytesOf(ran.stdout)
  const packets = readPcap(bytes)
  if ('problem' in packets)
    return {
      verdict: 'inconclusive',
      sentence: `The capture in Pod ${pod.namespace}/${pod.name} can’t be read: ${packets.problem}.`,
      next: 'Run the command of the evidence yourself and read what it says.',
      final: false
    }
  const dropped = /^.*dropped by kernel.*$/m.exec(ran.stderr)?.[0]
  return { packets, bytes, dropped }
}

function bytesOf(text: string): Uint8Array {
  const plain = text.replaceAll(/\s/g, '')
  return /^[A-Za-z0-9+/]*={0,2}$/.test(plain)
    ? Uint8Array.from(atob(plain), letter => letter.charCodeAt(0))
    : new Uint8Array()
}

function noShell(pod: ProbePod): Obstacle {
  return {
    verdict: 'blocked',
    sentence: `Blocked, because the image of Pod ${pod.namespace}/${pod.name} has no shell to start tcpdump with.`,
    next: 'Name a container of the Pod that has tcpdump, or leave container away.',
    final: true
  }
}
