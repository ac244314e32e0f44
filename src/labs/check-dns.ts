import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { probeName, type NameQuestion } from './dns-probe.ts'
import type { DnsCheck } from './lab-definition.generated.ts'
import { isObstacle, obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { findProbePod } from './probe-pod.ts'

/** One question of a `dns` check. */
export async function sampleDns(context: ProbeContext, check: DnsCheck): Promise<Sample> {
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const wanted = await readWantedName(context, check)
  if (isObstacleObject(wanted)) return sampleOf(wanted, [])
  const probe = await probeName(context, { role: 'subject', from, name: check.name, wanted })
  if (isObstacle(probe)) return sampleOf(probe, [])
  const sentence = `${probe.from} asked for the name ${probe.to}: ${probe.result}.`
  switch (probe.outcome) {
    case 'reached':
      return { verdict: 'pass', sentence, probes: [probe] }
    case 'unclear':
      return {
        verdict: 'inconclusive',
        sentence,
        next: 'Look whether the DNS Pods in namespace kube-system are Ready.',
        probes: [probe]
      }
    default:
      return {
        verdict: 'fail',
        sentence,
        next:
          wanted === 'no-such-name'
            ? 'Look for a Service of that name that the search list finds.'
            : 'Look whether the Service exists in the namespace that the name says.',
        probes: [probe]
      }
  }
}

async function readWantedName(
  context: ProbeContext,
  { expect }: DnsCheck
): Promise<NameQuestion['wanted'] | Obstacle> {
  if (expect === 'no-such-name') return expect
  if (typeof expect === 'string' || !('service' in expect))
    throw new Error('This is not carried out.')
  const { namespace, name } = expect.service
  const title = `Service ${namespace}/${name}`
  const service = await context.cluster.get(
    { apiVersion: 'v1', kind: 'Service', namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!service.ok)
    return service.error.reason === 'not-found'
      ? {
          verdict: 'blocked',
          sentence: `${title} is not in the cluster.`,
          next: 'Apply the manifests of the lab’s first step, then verify again.',
          final: true
        }
      : obstacleOf(service.error, `read ${title}`)
  const { clusterIP, clusterIPs } = recordOf(service.value.spec)
  return [stringOf(clusterIP), ...itemsOf(clusterIPs).map(stringOf)].filter(
    address => address !== undefined && address !== 'None'
  ) as string[]
}

function isObstacleObject(wanted: NameQuestion['wanted'] | Obstacle): wanted is Obstacle {
  return typeof wanted === 'object' && 'final' in wanted
}
