import { isRecord } from '../base/json.ts'
import { execInPod } from './exec-in-pod.ts'
import type { LabCheck, ProbeClient } from './lab-definition.generated.ts'
import { isObstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod } from './probe-pod.ts'

/** The cluster domain under which definitions write their names. Most clusters have it. */
const writtenDomain = 'cluster.local'
const writtenName = /(?<=\.svc\.)cluster\.local\b/g

/**
 * The check with its names under the domain that this cluster has, as the client's search list says it. A
 * client that can't be asked leaves the check as it is: its probes will say what is in the way.
 */
export async function underClusterDomain(
  context: ProbeContext,
  check: LabCheck
): Promise<LabCheck> {
  const client = clientOf(check)
  if (!client) return check
  const domain = await domainSeenBy(context, client)
  if (domain === undefined || domain === writtenDomain) return check
  return renamed(check, text => text.replaceAll(writtenName, domain)) as LabCheck
}

function clientOf(check: LabCheck): ProbeClient | undefined {
  const from = 'from' in check ? check.from : undefined
  return from === 'host' ? undefined : from
}

/** The same value with every text in it as `rename` gives it. */
function renamed(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === 'string') return rename(value)
  if (Array.isArray(value)) return value.map(item => renamed(item, rename))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, rename)]))
}

/** The search list of a Pod with the usual dnsPolicy has `svc.<domain>` in it. */
async function domainSeenBy(
  context: ProbeContext,
  client: ProbeClient
): Promise<string | undefined> {
  const pod = await findProbePod(context, client)
  if (isObstacle(pod)) return undefined
  const ran = await execInPod(context, pod, ['cat', '/etc/resolv.conf'])
  if (ran === 'no-program' || isObstacle(ran)) return undefined
  const list = /^search\s+(.*)$/m.exec(ran.stdout)?.[1] ?? ''
  const entry = list.split(/\s+/).find(one => /^svc\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?\.?$/.test(one))
  return entry?.slice('svc.'.length).replace(/\.$/, '')
}
