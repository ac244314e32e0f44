import { commands, l10n, window, type QuickPickItem } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import type { Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { isTerminated, type Pod } from '../../model/pod.ts'
import { declaredPortsOf } from '../../model/workloads.ts'
import { connectEach } from '../../net/connect.ts'
import { nameOf, namespaceOf, networkOf, type Network } from '../../net/network.ts'
import { Cancelled, clusterFailure, UserError } from '../host/user-error.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import type { ClusterSession } from './cluster-session.ts'
import { reachPage } from './reach-page.ts'

/** What decides whether a connection gets through. */
const types = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' }
] as const

/** Asks from where to where, and explains by the objects of the cluster why the one reaches the other or not. */
export async function explainReach(dependencies: {
  readonly session: ClusterSession
  readonly documents: VirtualDocuments
}): Promise<void> {
  const { session, documents } = dependencies
  const cluster = await session.cluster()
  const network = networkOf(await objectsOf(cluster))
  const from = await pickPod(network)
  const to = await pickTarget(network, from)
  const asked = { from: titleOf(from), to: `${to.host}:${to.port}`, context: cluster.context }
  const page = reachPage(asked, connectEach(network, { from, host: to.host, port: to.port }))
  const uri = documents.open(`reach/${nameOf(from)}-${to.host}-${to.port}.md`, page)
  await commands.executeCommand('markdown.showPreview', uri)
}

async function objectsOf(cluster: Cluster): Promise<readonly KubeObject[]> {
  const lists = await Promise.all(types.map(type => cluster.list(type)))
  return lists.flatMap((list, i) => {
    if (list.ok) return list.value.items
    throw clusterFailure(list.error, l10n.t('{0} can’t be listed', types[i]?.kind ?? ''))
  })
}

async function pickPod({ pods }: Network): Promise<Pod> {
  const running = pods.filter(pod => !isTerminated(pod))
  if (running.length === 0)
    throw new UserError(l10n.t('No Pod runs in this cluster, so nobody can reach anybody.'))
  const items = running.map(pod => ({
    label: titleOf(pod),
    description: pod.status?.podIP ?? '',
    pod
  }))
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Explain who reaches whom (1 of 2)'),
    placeHolder: l10n.t('From which Pod?')
  })
  if (!picked) throw new Cancelled('no Pod was chosen')
  return picked.pod
}

interface Target extends QuickPickItem {
  readonly host: string
  readonly port: number
}

async function pickTarget(network: Network, from: Pod): Promise<Target> {
  const items = [...network.services.flatMap(serviceTargets), ...network.pods.flatMap(podTargets)]
  if (items.length === 0)
    throw new UserError(l10n.t('No Service and no Pod of this cluster names a port.'))
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Explain who reaches whom (2 of 2)'),
    placeHolder: l10n.t('What is {0} to reach?', titleOf(from))
  })
  if (!picked) throw new Cancelled('no target was chosen')
  return picked
}

function serviceTargets(service: Service): readonly Target[] {
  return (service.spec?.ports ?? [])
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map(({ port }) => ({
      label: `Service ${titleOf(service)}:${port}`,
      host: `${nameOf(service)}.${namespaceOf(service)}`,
      port
    }))
}

function podTargets(pod: Pod): readonly Target[] {
  const ip = pod.status?.podIP
  if (ip === undefined || isTerminated(pod)) return []
  return declaredPortsOf(pod.spec)
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map(({ containerPort }) => ({
      label: `Pod ${titleOf(pod)}:${containerPort}`,
      description: ip,
      host: ip,
      port: containerPort
    }))
}

function titleOf(object: KubeObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`
}
