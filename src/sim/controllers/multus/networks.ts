import { itemsOf, recordOf, stringOf } from '../../../base/json.ts'
import { podIpsOf, type Pod } from '../../../model/pod.ts'
import {
  askedNetworks,
  networksAnnotation,
  networkStatusAnnotation,
  plannedAttachment,
  type AskedNetwork
} from '../../../net/multus.ts'
import { type Backend, updateByController } from '../../backend.ts'

const key = 'k8s.cni.cncf.io/network-attachment-definitions'

/** Why the networks that a Pod asks for can't be attached, in Multus' words; undefined when they can. */
export function networkProblem(backend: Backend, pod: Pod): string | undefined {
  const asked = askedOf(pod)
  if (typeof asked === 'string') return `Multus: ${asked}`
  for (const network of asked) {
    const { name, namespace } = network
    const definition = backend.store.get(key, namespace, name)
    if (!definition)
      return `Multus: cannot find a network-attachment-definition (${name}) in namespace (${namespace}): network-attachment-definitions.k8s.cni.cncf.io "${name}" not found`
    const planned = plannedAttachment(definition, network, new Set())
    if (typeof planned === 'string') return `Multus: ${namespace}/${name}: ${planned}`
  }
  return undefined
}

/**
 * Writes the status of further networks as Multus does, as a plan: the addresses that their definitions give.
 * No interface exists and nothing can be sent over one.
 */
export function writeNetworkStatuses(backend: Backend): void {
  if (backend.store.list(key).length === 0) return
  for (const pod of backend.store.list('/pods') as Pod[]) {
    const asked = askedOf(pod)
    const isDone = pod.metadata.annotations?.[networkStatusAnnotation] !== undefined
    if (typeof asked === 'string' || asked.length === 0 || isDone) continue
    if (podIpsOf(pod).length > 0 && networkProblem(backend, pod) === undefined)
      write(backend, pod, asked)
  }
}

function write(backend: Backend, pod: Pod, asked: readonly AskedNetwork[]): void {
  const main = {
    name: 'practice-pod-network',
    interface: 'eth0',
    ips: podIpsOf(pod),
    default: true,
    dns: {}
  }
  const taken = new Set(takenIps(backend))
  const others = asked.map((network, i) => {
    const { name, namespace, interfaceName = `net${i + 1}` } = network
    const definition = backend.store.get(key, namespace, name)
    const planned = definition ? plannedAttachment(definition, network, taken) : ''
    const ips = typeof planned === 'string' ? [] : planned.ips
    for (const ip of ips) taken.add(ip)
    return { name: `${namespace}/${name}`, interface: interfaceName, ips, dns: {} }
  })
  const text = JSON.stringify([main, ...others], undefined, 4)
  updateByController(
    backend,
    {
      ...pod,
      metadata: {
        ...pod.metadata,
        annotations: { ...pod.metadata.annotations, [networkStatusAnnotation]: text }
      }
    },
    '',
    'multus'
  )
}

/** The interfaces that a Pod's status plans beside its own. */
export function plannedInterfaces(pod: Pod): readonly string[] {
  return statusOf(pod).flatMap(one => {
    const name = stringOf(recordOf(one).interface)
    return name === undefined || recordOf(one).default === true ? [] : [name]
  })
}

function takenIps(backend: Backend): readonly string[] {
  return (backend.store.list('/pods') as Pod[]).flatMap(pod =>
    statusOf(pod).flatMap(one => itemsOf(recordOf(one).ips).map(String))
  )
}

function statusOf(pod: Pod): readonly unknown[] {
  try {
    return itemsOf(JSON.parse(pod.metadata.annotations?.[networkStatusAnnotation] ?? '[]'))
  } catch {
    // What a person wrote there instead says nothing.
    return []
  }
}

function askedOf(pod: Pod): readonly AskedNetwork[] | string {
  const text = pod.metadata.annotations?.[networksAnnotation]
  return text === undefined ? [] : askedNetworks(text, pod.metadata.namespace ?? 'default')
}
