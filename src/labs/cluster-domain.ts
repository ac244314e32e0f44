import { execInPod } from './exec-in-pod.ts'
import type { LabCheck } from './lab-definition.generated.ts'
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
  if (check.kind === 'object') return check
  const domain = await domainSeenBy(context, check.from)
  if (domain === undefined || domain === writtenDomain) return check
  const renamed = (text: string): string => text.replaceAll(writtenName, domain)
  switch (check.kind) {
    case 'http':
      return { ...check, to: renamed(check.to) }
    case 'dns':
      return { ...check, name: renamed(check.name) }
    case 'blocked': {
      const { to, dns, control, alive } = check
      return {
        ...check,
        to: renamed(to),
        dns: renamed(dns),
        control: { ...control, ...(control.to !== undefined && { to: renamed(control.to) }) },
        ...(alive && { alive: { ...alive, to: renamed(alive.to) } })
      }
    }
  }
}

/** The search list of a Pod with the usual dnsPolicy has `svc.<domain>` in it. */
async function domainSeenBy(
  context: ProbeContext,
  client: Exclude<LabCheck, { kind: 'object' }>['from']
): Promise<string | undefined> {
  const pod = await findProbePod(context, client)
  if (isObstacle(pod)) return undefined
  const ran = await execInPod(context, pod, ['cat', '/etc/resolv.conf'])
  if (ran === 'no-program' || isObstacle(ran)) return undefined
  const list = /^search\s+(.*)$/m.exec(ran.stdout)?.[1] ?? ''
  const entry = list.split(/\s+/).find(one => /^svc\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?\.?$/.test(one))
  return entry?.slice('svc.'.length).replace(/\.$/, '')
}
