import { lacks } from './check-ping.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { nslookupCommand, readNslookup, type NameAnswer, type RecordType } from './name-lookup.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { placeName } from './probe-place.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Probe, ProbeOutcome, ProbeRole } from './step-result.ts'

/** What has to come back for a name. */
export type WantedName =
  | 'any'
  | 'no-such-name'
  | 'no-record'
  /** One of these addresses. */
  | { readonly oneOf: readonly string[] }
  /** These addresses and no other. */
  | { readonly exactly: readonly string[] }
  /** Each expression fits a record. */
  | { readonly records: readonly RegExp[] }

export interface NameQuestion {
  readonly role: ProbeRole
  readonly from: ProbePod
  readonly name: string
  readonly type?: RecordType
  /** Address of the DNS server that is asked instead of the Pod's own. */
  readonly server?: string
  readonly wanted: WantedName
}

/** One question to the cluster's DNS, asked from inside the Pod. */
export async function probeName(
  context: ProbeContext,
  { role, from, name, type, server, wanted }: NameQuestion
): Promise<Probe | Obstacle> {
  const at = context.clock.now()
  const command = nslookupCommand(name, {
    ...(type !== undefined && { type }),
    ...(server !== undefined && { server })
  })
  const ran = await execInPod(context, from, command)
  if (ran === 'no-program') return lacks(from, 'nslookup')
  if (isObstacle(ran)) return ran
  const answer = readNslookup(ran)
  return {
    role,
    from: placeName(from),
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
    case 'records':
      return answer.records.join(', ')
    case 'no-such-name':
      return 'no such name (NXDOMAIN)'
    case 'no-record':
      return 'the name has no such record'
    case 'unclear':
      return answer.text
  }
}

function outcomeOf(answer: NameAnswer, wanted: WantedName): ProbeOutcome {
  if (answer.kind === 'unclear') return 'unclear'
  if (answer.kind === 'no-such-name') return wanted === 'no-such-name' ? 'reached' : 'unresolved'
  if (answer.kind === 'no-record')
    return wanted === 'no-record' ? 'reached' : wanted === 'no-such-name' ? 'other' : 'unresolved'
  if (wanted === 'no-such-name' || wanted === 'no-record') return 'other'
  if (wanted === 'any') return 'reached'
  const found = answer.kind === 'addresses' ? answer.addresses : answer.records
  return isWanted(found, wanted) ? 'reached' : 'other'
}

function isWanted(found: readonly string[], wanted: Exclude<WantedName, string>): boolean {
  if ('records' in wanted) return wanted.records.every(one => found.some(text => one.test(text)))
  if ('oneOf' in wanted) return found.some(address => wanted.oneOf.includes(address))
  const { exactly } = wanted
  return (
    exactly.length > 0 &&
    found.length === exactly.length &&
    found.every(address => exactly.includes(address))
  )
}
