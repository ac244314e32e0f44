import { recordOf, stringOf } from '../../base/json.ts'
import type { ContainerStatus, Pod } from '../../model/pod.ts'
import { type Backend, timestamp } from '../backend.ts'
import { writeStatus } from './pods-of.ts'

/** What a container's status says when its command is over. */
export function terminatedState(
  backend: Backend,
  exitCode: number,
  startedAt: string,
  containerID: string
): Record<string, unknown> {
  return {
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt,
      finishedAt: timestamp(backend),
      containerID
    }
  }
}

/** Notes that the command of a running container is over; one that is to go on starts anew. */
export function endContainer(backend: Backend, pod: Pod, name: string, exitCode: number): void {
  const { namespace, name: podName = '', uid } = pod.metadata
  const now = backend.store.get('/pods', namespace, podName) as Pod | undefined
  if (!now || now.metadata.uid !== uid || now.metadata.deletionTimestamp !== undefined) return
  const ended =
    (restarts: boolean) =>
    (status: ContainerStatus): ContainerStatus => {
      const { running } = recordOf(status.state)
      if (status.name !== name || running === undefined) return status
      const startedAt = stringOf(recordOf(running).startedAt) ?? timestamp(backend)
      const state = terminatedState(backend, exitCode, startedAt, status.containerID ?? '')
      return restarts
        ? {
            ...status,
            restartCount: (status.restartCount ?? 0) + 1,
            lastState: state,
            state: { running: { startedAt: timestamp(backend) } }
          }
        : { ...status, ready: false, started: false, state }
    }
  const { containerStatuses = [], ephemeralContainerStatuses } = now.status ?? {}
  const status = {
    ...now.status,
    containerStatuses: containerStatuses.map(ended(now.spec?.restartPolicy === 'Always')),
    // Ephemeral containers are never started again.
    ...(ephemeralContainerStatuses && {
      ephemeralContainerStatuses: ephemeralContainerStatuses.map(ended(false))
    })
  }
  writeStatus(backend, now, status, 'kubelet')
}
