import type { FieldPath } from '../../base/field-path.ts'
import { patternOf } from '../pattern-of.ts'
import { enhancement, type KindNotes } from './note.ts'

/** What the fields of a Pod's spec do to its network, wherever the Pod's template stands. */
const notes: KindNotes = {
  hostNetwork:
    'The Pod uses the addresses and ports of its node. NetworkPolicies don’t select it, and two such Pods can’t share a port.',
  dnsPolicy:
    'Whom the Pod asks for names. ClusterFirst asks the cluster; with hostNetwork it has to be ClusterFirstWithHostNet.',
  'dnsConfig.options':
    'Options of resolv.conf. `ndots:5` lets short names try the search list first.',
  hostAliases: 'Lines for /etc/hosts; they go before DNS.',
  hostname:
    'With subdomain and a headless Service of that name the Pod gets a DNS name of its own.',
  subdomain: 'The headless Service under which the Pod gets its own DNS name.',
  'containers[].ports':
    'Information for people and for names of ports. A port that isn’t listed can be reached all the same.',
  'containers[].ports[].containerPort': 'The port on which the container listens.',
  'containers[].ports[].name': 'Services and policies can speak of the port by this name.',
  'containers[].ports[].hostPort':
    'The port on the address of the node; one Pod per node can have it.',
  'containers[].readinessProbe':
    'As long as it fails, the Pod gets no traffic from Services. It is not restarted.',
  'containers[].livenessProbe': 'When it fails, the container is restarted.',
  'containers[].startupProbe': 'Until it holds, the other probes wait.',
  'initContainers[].restartPolicy': {
    text: 'Always makes it a sidecar that runs beside the others, as the proxies of meshes do.',
    source: enhancement('node', '753-sidecar-containers')
  },
  terminationGracePeriodSeconds:
    'The time to end open connections after the Pod is taken out of its Services.'
}

/** `template` is the path of the Pod or its template in its object. */
export function podNoteAt(path: FieldPath, template: FieldPath): KindNotes[string] | undefined {
  const root = [...template, 'spec']
  if (!root.every((step, i) => path[i] === step)) return undefined
  const pattern = patternOf(path.slice(root.length))
  return Object.hasOwn(notes, pattern) ? notes[pattern] : undefined
}
