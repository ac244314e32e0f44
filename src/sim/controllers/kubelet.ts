import { itemsOf, recordOf, stringOf } from '../../base/json.ts'
import type { Condition } from '../../model/kinds.ts'
import {
  type Container,
  type ContainerStatus,
  isTerminated,
  type Pod,
  type Probe
} from '../../model/pod.ts'
import { type Backend, resourceOf, timestamp } from '../backend.ts'
import { finishDeletion } from '../deletion.ts'
import { nodeAddresses } from '../start-objects.ts'
import type { Workload } from '../workload.ts'
import { terminatedState } from './container-end.ts'
import { recordEvent } from './events.ts'
import { networkProblem } from './multus/networks.ts'
import { withCondition, writeStatus } from './pods-of.ts'
import { freePodIps } from './pod-ips.ts'
import { updateByController } from '../backend.ts'

/** Starts, watches and ends the Pods of the practice node. */
export function runNode(backend: Backend, workload: Workload): void {
  for (const pod of backend.store.list('/pods') as Pod[]) {
    if (pod.spec?.nodeName === undefined) continue
    if (pod.metadata.deletionTimestamp !== undefined) end(backend, pod)
    else if (!isTerminated(pod)) run(backend, workload, pod)
  }
}

/** Containers of the practice cluster stop at once: nothing is waited for. */
function end(backend: Backend, pod: Pod): void {
  const resource = resourceOf(backend, pod)
  const stopped = updateByController(
    backend,
    { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 0 } },
    '',
    'kubelet'
  )
  finishDeletion(backend, resource, stopped)
}

function run(backend: Backend, workload: Workload, pod: Pod): void {
  const source = missingSource(backend, pod)
  const network = networkProblem(backend, pod)
  const missing: Obstacle | undefined =
    source !== undefined
      ? { reason: 'FailedMount', message: `MountVolume.SetUp failed: ${source}` }
      : network === undefined
        ? undefined
        : { reason: 'FailedCreatePodSandBox', message: `Failed to create pod sandbox: ${network}` }
  if (missing !== undefined) {
    waitFor(backend, pod, missing)
    return
  }
  const placed = withAddresses(backend, pod)
  const containers = pod.spec?.containers ?? []
  const initContainers = pod.spec?.initContainers ?? []
  const first = pod.status?.phase !== 'Running'
  // The addresses have to be stored before anything in the Pod can use the network.
  if (pod.status?.podIP === undefined) {
    writeStatus(backend, pod, { ...placed }, 'kubelet')
    return
  }
  const ephemeral = pod.spec?.ephemeralContainers ?? []
  const node: Node = { backend, workload }
  const statuses = containers.map(container =>
    statusOf(node, pod, container, pod.status?.containerStatuses, pod.spec?.restartPolicy)
  )
  const added = ephemeral.map(container =>
    statusOf(node, pod, container, pod.status?.ephemeralContainerStatuses, 'Never')
  )
  const inits = initContainers.map(container => initStatusOf(backend, pod, container))
  const phase = phaseOf(pod, statuses)
  const ready = phase === 'Running' && statuses.every(one => one.ready === true)
  const conditions = conditionsOf(backend, pod, statuses, ready, phase)
  writeStatus(
    backend,
    pod,
    {
      ...placed,
      phase,
      conditions,
      containerStatuses: statuses,
      ...(inits.length > 0 && { initContainerStatuses: inits }),
      ...(added.length > 0 && { ephemeralContainerStatuses: added })
    },
    'kubelet'
  )
  if (first)
    for (const container of containers)
      recordEvent(backend, pod, {
        reason: 'Started',
        message: `Started container ${container.name} (simulated)`,
        component: 'kubelet'
      })
}

function withAddresses(backend: Backend, pod: Pod): Record<string, unknown> {
  const ips =
    pod.spec?.hostNetwork === true
      ? nodeAddresses
      : (pod.status?.podIPs?.map(one => one.ip) ?? freePodIps(backend))
  return {
    ...pod.status,
    hostIP: nodeAddresses[0],
    hostIPs: nodeAddresses.map(ip => ({ ip })),
    podIP: ips[0],
    podIPs: ips.map(ip => ({ ip })),
    startTime: recordOf(pod.status).startTime ?? timestamp(backend)
  }
}

function phaseOf(pod: Pod, statuses: readonly ContainerStatus[]): string {
  const ends = statuses.map(one => recordOf(one.state).terminated)
  if (statuses.length === 0 || ends.some(one => one === undefined)) return 'Running'
  const failed = ends.some(one => recordOf(one).exitCode !== 0)
  return failed && pod.spec?.restartPolicy !== 'Always' ? 'Failed' : 'Succeeded'
}

interface Node {
  readonly backend: Backend
  readonly workload: Workload
}

function statusOf(
  { backend, workload }: Node,
  pod: Pod,
  container: Container,
  known: readonly ContainerStatus[] | undefined,
  restartPolicy: string | undefined
): ContainerStatus {
  const before = known?.find(one => one.name === container.name)
  const image = container.image ?? ''
  const base = {
    name: container.name,
    image,
    imageID: `simulated://${image}`,
    containerID: `simulated://${pod.metadata.uid ?? ''}/${container.name}`,
    restartCount: before?.restartCount ?? 0,
    lastState: recordOf(before?.lastState)
  }
  const state = recordOf(before?.state)
  const stays = isBackingOff(state) && !workload.recovers(pod, container)
  if (before && (state.terminated !== undefined || stays)) return before
  const startedAt = stringOf(recordOf(state.running).startedAt) ?? timestamp(backend)
  const restarts = restartPolicy === 'Always'
  const finished =
    state.running === undefined ? workload.runToEnd(pod, container, restarts) : undefined
  if (finished) {
    const end = terminatedState(backend, finished.exitCode, startedAt, base.containerID)
    const off = { ...base, ready: false, started: false }
    if (!restarts) return { ...off, state: end }
    return { ...off, restartCount: 1, lastState: end, state: backingOff(pod, container) }
  }
  return {
    ...base,
    ready: isReady(workload, pod, container),
    started: true,
    state: { running: { startedAt } }
  }
}

/** What a container is in that ends as soon as it is started. It stays there: the next tries would end alike. */
function backingOff({ metadata }: Pod, { name }: Container): Record<string, unknown> {
  const { name: podName = '', namespace = '', uid = '' } = metadata
  const which = `container=${name} pod=${podName}_${namespace}(${uid})`
  const message = `back-off 10s restarting failed ${which}`
  return { waiting: { reason: 'CrashLoopBackOff', message } }
}

function isBackingOff(state: Readonly<Record<string, unknown>>): boolean {
  return recordOf(state.waiting).reason === 'CrashLoopBackOff'
}

function initStatusOf(backend: Backend, pod: Pod, container: Container): ContainerStatus {
  const before = pod.status?.initContainerStatuses?.find(one => one.name === container.name)
  if (before) return before
  const now = timestamp(backend)
  const sidecar = container.restartPolicy === 'Always'
  return {
    name: container.name,
    image: container.image ?? '',
    ready: true,
    started: sidecar,
    restartCount: 0,
    state: sidecar
      ? { running: { startedAt: now } }
      : { terminated: { exitCode: 0, reason: 'Completed', startedAt: now, finishedAt: now } }
  }
}

/**
 * A probe that asks a port is answered by what listens in the Pod. A probe by a command counts as passed: the
 * practice cluster doesn't run the programs in images.
 */
function isReady(workload: Workload, pod: Pod, container: Container): boolean {
  const probe = container.readinessProbe
  const port = probe ? probedPort(probe) : undefined
  if (port === undefined) return true
  const number =
    typeof port === 'number' ? port : container.ports?.find(one => one.name === port)?.containerPort
  return number !== undefined && workload.listens(pod, number, 'TCP')
}

function probedPort(probe: Probe): string | number | undefined {
  return probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port
}

function conditionsOf(
  backend: Backend,
  pod: Pod,
  statuses: readonly ContainerStatus[],
  ready: boolean,
  phase: string
): Condition[] {
  const unready = statuses.filter(one => one.ready !== true).map(one => one.name)
  const ended = phase === 'Succeeded'
  const why = ended
    ? { reason: 'PodCompleted' }
    : {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${unready.join(' ')}]`
      }
  const gates = pod.spec?.readinessGates ?? []
  const open = gates.filter(
    gate =>
      !pod.status?.conditions?.some(one => one.type === gate.conditionType && one.status === 'True')
  )
  const gated =
    ready && open.length > 0
      ? {
          reason: 'ReadinessGatesNotReady',
          message: `corresponding condition of pod readiness gate "${open[0]?.conditionType ?? ''}" does not exist.`
        }
      : why
  const isPodReady = ready && open.length === 0
  const list: Condition[] = [
    { type: 'PodReadyToStartContainers', status: ended || phase === 'Failed' ? 'False' : 'True' },
    { type: 'Initialized', status: 'True', ...(ended && why) },
    { type: 'Ready', status: isPodReady ? 'True' : 'False', ...(!isPodReady && gated) },
    { type: 'ContainersReady', status: ready ? 'True' : 'False', ...(!ready && why) }
  ]
  return list.reduce(
    (all, condition) => withCondition(backend, all, condition),
    [...(pod.status?.conditions ?? [])]
  )
}

/** The first ConfigMap or Secret that a volume needs and that isn't there. */
function missingSource(backend: Backend, pod: Pod): string | undefined {
  const { namespace } = pod.metadata
  for (const volume of itemsOf(pod.spec?.volumes)) {
    const { configMap, secret } = recordOf(volume)
    const map = stringOf(recordOf(configMap).name)
    if (map !== undefined && recordOf(configMap).optional !== true)
      if (!backend.store.get('/configmaps', namespace, map)) return `configmap "${map}" not found`
    const name = stringOf(recordOf(secret).secretName)
    if (name !== undefined && recordOf(secret).optional !== true)
      if (!backend.store.get('/secrets', namespace, name)) return `secret "${name}" not found`
  }
  return undefined
}

/** What keeps a Pod from starting, as its event says it. */
interface Obstacle {
  readonly reason: string
  readonly message: string
}

function waitFor(backend: Backend, pod: Pod, obstacle: Obstacle): void {
  const waiting = (pod.spec?.containers ?? []).map(container => ({
    name: container.name,
    image: container.image ?? '',
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    lastState: {},
    state: { waiting: { reason: 'ContainerCreating' } }
  }))
  if (pod.status?.containerStatuses === undefined)
    recordEvent(backend, pod, {
      type: 'Warning',
      ...obstacle,
      component: 'kubelet'
    })
  const conditions = conditionsOf(backend, pod, waiting, false, 'Pending')
  writeStatus(backend, pod, { ...pod.status, conditions, containerStatuses: waiting }, 'kubelet')
}
