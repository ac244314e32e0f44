import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { nslookupCommand, readNslookup, type NameAnswer } from './name-lookup.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Probe, ProbeOutcome, ProbeRole } from './step-result.ts'

export interface NameQuestion {
  readonly role: ProbeRole
  readonly from: ProbePod
  readonly name: string
  /** Addresses of which one has to come back, `any` address, or that there is no such name. */
  readonly wanted: readonly string[] | 'any' | 'no-such-name'
}

/** One question to the cluster's DNS, asked from inside the Pod. */
export async function probeName(
  context: ProbeContext,
  { role, from, name, wanted }: NameQuestion
): Promise<Probe | Obstacle> {
  const at = context.clock.now()
  const command = nslookupCommand(name)
  const ran = await execInPod(context, from, command)
  if (ran !== 'no-program' && isObstacle(ran)) return ran
  const answer: NameAnswer =
    ran === 'no-program'
      ? { kind: 'unclear', text: 'the image has no nslookup' }
      : readNslookup(ran)
  return {
    role,
    from: `Pod ${from.namespace}/${from.name}`,
    to: name,
    what: kubectlExec(from, command),
    result: textOf(answer),
    outcome: outcomeOf(answer, wanted),
    at,
    took: context.clock.now() - at
  }
}

function textOf(answer: NameAnswer): string {
  switch (answer.kind) {
    case 'addresses':
      return answer.addresses.join(', ')
    case 'no-such-name':
      return 'no such name (NXDOMAIN)'
    case 'unclear':
      return answer.text
  }
}

function outcomeOf(answer: NameAnswer, wanted: NameQuestion['wanted']): ProbeOutcome {
  if (answer.kind === 'unclear') return 'unclear'
  if (answer.kind === 'no-such-name') return wanted === 'no-such-name' ? 'reached' : 'unresolved'
  if (wanted === 'no-such-name') return 'other'
  return wanted === 'any' || answer.addresses.some(address => wanted.includes(address))
    ? 'reached'
    : 'other'
}
