import { targetPortOf } from '../model/int-or-string.ts'
import type { Service, ServicePort } from '../model/kinds.ts'
import { isPodReady, isTerminated } from '../model/pod.ts'
import { formatSelector, matchesLabels } from '../model/selector.ts'
import { resolvePort } from '../model/workloads.ts'
import { labelsOf, namespaceOf, type Network } from './network.ts'

/** One or two sentences on why a Service has nobody behind it, by what its selector finds. */
export function whyNoEndpoints(network: Network, service: Service, port?: ServicePort): string {
  const selector = service.spec?.selector ?? {}
  if (Object.keys(selector).length === 0)
    return 'It has no selector, so its EndpointSlices have to be written by hand.'
  const namespace = namespaceOf(service)
  const text = formatSelector({ matchLabels: selector })
  const pods = network
    .podsIn(namespace)
    .filter(pod => matchesLabels(selector, labelsOf(pod)) && !isTerminated(pod))
  if (pods.length === 0)
    return `Its selector ${text} matches no running Pod in namespace ${namespace}.`
  const target = port && targetPortOf(port)
  if (
    typeof target === 'string' &&
    !pods.some(pod => resolvePort(pod.spec, target, port?.protocol ?? 'TCP') !== undefined)
  )
    return `Its targetPort ${target} is the name of no container port of ${countOf(pods.length)} that its selector ${text} matches.`
  const ready = pods.filter(isPodReady).length
  return ready === 0
    ? `Its selector ${text} matches ${countOf(pods.length)}, and none is Ready.`
    : `Its selector ${text} matches ${countOf(pods.length)}, ${ready} of them Ready, but no EndpointSlice lists them.`
}

function countOf(pods: number): string {
  return pods === 1 ? '1 Pod' : `${pods} Pods`
}
