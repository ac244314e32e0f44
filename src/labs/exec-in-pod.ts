import { isMissingProgram, type CommandOutcome } from './http-reply.ts'
import type { LabClusterError } from './lab-cluster.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { placeKey, type ProbePod } from './probe-pod.ts'

/** What running a command came to: its outcome, an obstacle, or that the image lacks the program. */
export type Ran = CommandOutcome | Obstacle | 'no-program'

/** Longer than any probe allows itself, so that the program's own words come back. */
const limitMs = 20_000

export async function execInPod(
  context: ProbeContext,
  pod: ProbePod,
  command: readonly string[],
  timeoutMs = limitMs
): Promise<Ran> {
  const [program = ''] = command
  const key = `${pod.namespace}/${pod.name}`
  const place = `${placeKey(pod)}/${pod.container ?? ''}`
  const missing = context.missing.get(place) ?? new Set<string>()
  context.missing.set(place, missing)
  if (missing.has(program)) return 'no-program'

  const answer = await pod.cluster.exec(
    { namespace: pod.namespace, name: pod.name },
    pod.container,
    command,
    callOptions(context, timeoutMs)
  )
  stopIfAborted(context)
  const isMissing = answer.ok
    ? isMissingProgram(answer.value) && !isShell(program)
    : saysMissingProgram(answer.error, program)
  if (isMissing) {
    missing.add(program)
    return 'no-program'
  }
  if (answer.ok) return notHere(pod, answer.value) ?? answer.value
  const obstacle = obstacleOf(answer.error, `run ${program} in Pod ${key}`)
  return answer.error.reason === 'forbidden'
    ? { ...obstacle, next: execRights(pod.namespace) }
    : obstacle
}

/** A shell that ends with 127 is there itself, and lacks a program that it was to run. */
function isShell(program: string): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(program)
}

/** The practice cluster says of some questions that it has no answer. That is no finding about the network. */
function notHere(
  { cluster }: ProbePod,
  { exitCode, stderr }: CommandOutcome
): Obstacle | undefined {
  if (!cluster.simulated || exitCode === 0 || !stderr.includes('practice cluster')) return undefined
  return {
    verdict: 'not-here',
    sentence: `Blocked here, because the practice cluster has no answer to this: ${stderr.trim().replace(/\.?$/, '.')}`,
    next: 'Verify this step on a cluster of your own, such as one made with kind.',
    final: true
  }
}

/** Container runtimes name the program; the cluster client words it as a sentence. */
function saysMissingProgram({ message }: LabClusterError, program: string): boolean {
  return (
    message.includes(program) &&
    /has no program|executable file not found|no such file/i.test(message)
  )
}

/** A WebSocket upgrade is checked as `create` since Kubernetes 1.35. */
function execRights(namespace: string): string {
  return `Ask for a Role in namespace ${namespace} that allows get and create on pods/exec, or choose another context.`
}

/** The command as a person could repeat it in a shell. */
export function kubectlExec(pod: ProbePod, command: readonly string[]): string {
  const container = pod.container === undefined ? '' : ` -c ${pod.container}`
  const context = pod.inOther === true ? `--context ${pod.cluster.context} ` : ''
  return `kubectl ${context}-n ${pod.namespace} exec ${pod.name}${container} -- ${command.map(quoted).join(' ')}`
}

/** An argument as a shell reads it. */
export function quoted(argument: string): string {
  return /^[\w./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}
