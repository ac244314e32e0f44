import { itemsOf, recordOf, stringOf } from '../../base/json.ts'
import type { Node } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { age, type Column, countAt, nameColumn, sinceText, text } from './column.ts'

export const otherColumns: Readonly<Record<string, readonly Column[]>> = {
  '/namespaces': [nameColumn, text('Status', ['status', 'phase']), age],
  '/configmaps': [
    nameColumn,
    {
      name: 'Data',
      cell: map => keysOf(map.data) + keysOf(map.binaryData)
    },
    age
  ],
  '/secrets': [
    nameColumn,
    text('Type', ['type']),
    { name: 'Data', cell: secret => keysOf(secret.data) },
    age
  ],
  '/serviceaccounts': [
    nameColumn,
    { name: 'Secrets', cell: account => itemsOf(account.secrets).length },
    age
  ],
  '/nodes': [
    nameColumn,
    { name: 'Status', cell: node => nodeStatus(node as Node) },
    { name: 'Roles', cell: nodeRoles },
    age,
    text('Version', ['status', 'nodeInfo', 'kubeletVersion']),
    { name: 'Internal-IP', wide: true, cell: node => nodeAddress(node as Node, 'InternalIP') },
    { name: 'External-IP', wide: true, cell: node => nodeAddress(node as Node, 'ExternalIP') },
    text('OS-Image', ['status', 'nodeInfo', 'osImage'], true),
    text('Kernel-Version', ['status', 'nodeInfo', 'kernelVersion'], true),
    text('Container-Runtime', ['status', 'nodeInfo', 'containerRuntimeVersion'], true)
  ],
  '/events': [
    {
      name: 'Last Seen',
      cell: (event, now) => sinceText(stringOf(event.lastTimestamp), now)
    },
    text('Type', ['type']),
    text('Reason', ['reason']),
    {
      name: 'Object',
      cell: event => {
        const { kind, name } = recordOf(event.involvedObject)
        return `${(stringOf(kind) ?? '').toLowerCase()}/${stringOf(name) ?? ''}`
      }
    },
    text('Subobject', ['involvedObject', 'fieldPath'], true),
    text('Source', ['source', 'component'], true),
    { name: 'Message', cell: event => (stringOf(event.message) ?? '').trim() },
    {
      name: 'First Seen',
      wide: true,
      cell: (event, now) => sinceText(stringOf(event.firstTimestamp), now)
    },
    { ...countAt('Count', ['count']), wide: true },
    { ...nameColumn, wide: true }
  ],
  'coordination.k8s.io/leases': [nameColumn, text('Holder', ['spec', 'holderIdentity']), age]
}

function keysOf(value: unknown): number {
  return Object.keys(recordOf(value)).length
}

function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.find(one => one.type === 'Ready')?.status
  const word = ready === 'True' ? 'Ready' : ready === undefined ? 'Unknown' : 'NotReady'
  return node.spec?.unschedulable === true ? `${word},SchedulingDisabled` : word
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/'
  const roles = Object.keys(node.metadata.labels ?? {})
    .filter(label => label.startsWith(prefix))
    .map(label => label.slice(prefix.length))
  return roles.length === 0 ? '<none>' : roles.sort().join(',')
}

function nodeAddress(node: Node, type: string): string {
  return node.status?.addresses?.find(one => one.type === type)?.address ?? '<none>'
}
