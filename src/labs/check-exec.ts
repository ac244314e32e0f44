import { sampleOf, type Sample } from './check-outcome.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { firstLine, type CommandOutcome } from './http-reply.ts'
import type { ExecCheck } from './lab-definition.generated.ts'
import { isObstacle } from './obstacle.ts'
import { patternWords } from './pattern-words.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod } from './probe-pod.ts'
import type { Probe } from './step-result.ts'

/** One run of the command of an `exec` check. */
export async function sampleExec(context: ProbeContext, check: ExecCheck): Promise<Sample> {
  const from = await findProbePod(
    // A program that an image lacks is what such a check is about, so nothing stands in for its container.
    { ...context, tools: new Map() },
    check.from
  )
  if (isObstacle(from)) return sampleOf(from, [])
  const at = context.clock.now()
  const [program] = check.command
  const ran = await execInPod(context, from, check.command)
  const pod = `${from.namespace}/${from.name}`
  if (ran !== 'no-program' && isObstacle(ran)) return sampleOf(ran, [])
  const lacking = ran === 'no-program' ? program : lackingInShell(ran)
  if (ran === 'no-program' || lacking !== undefined)
    return {
      verdict: 'blocked',
      sentence: `Blocked, because the image of Pod ${pod} has no program ${lacking ?? ''}.`,
      next: `Use an image that has ${lacking ?? 'it'}, as the lab’s manifest does.`,
      probes: [],
      final: true
    }
  const why = whyOther(check, ran)
  const said = firstLine(ran.stdout) === '' ? firstLine(ran.stderr) : firstLine(ran.stdout)
  const result = `${ran.exitCode === 0 ? '' : `code ${ran.exitCode}: `}${said === '' ? 'nothing printed' : said}`
  const probe: Probe = {
    role: 'subject',
    from: `Pod ${pod}`,
    to: check.command.join(' '),
    what: kubectlExec(from, check.command),
    result: why === undefined ? result : `${result}, ${why}`,
    outcome: why === undefined ? 'reached' : 'other',
    at,
    took: context.clock.now() - at
  }
  return {
    verdict: why === undefined ? 'pass' : 'fail',
    sentence: `Pod ${pod} ran ${check.command.join(' ')}: ${probe.result}.`,
    ...(why !== undefined && {
      next: 'Run the command of the evidence yourself and read all it says.'
    }),
    probes: [probe]
  }
}

/** The program that a shell did not find, by the words of dash, bash and busybox. */
function lackingInShell({ exitCode, stderr }: CommandOutcome): string | undefined {
  if (exitCode !== 127) return undefined
  return /^(?:\S*sh: )(?:line )?(?:\d+: )?([\w./-]+): (?:command )?not found$/m.exec(stderr)?.[1]
}

function whyOther(
  { expect: { exit = 0, stdout, words, without } }: ExecCheck,
  ran: { readonly exitCode: number; readonly stdout: string }
): string | undefined {
  if (ran.exitCode !== exit) return `where code ${exit} was expected`
  if (stdout !== undefined && !new RegExp(stdout, 'mu').test(ran.stdout))
    return `which lacks ${patternWords(stdout, words)}`
  if (without !== undefined && new RegExp(without, 'mu').test(ran.stdout))
    return `which may not have ${patternWords(without)}`
  return undefined
}
