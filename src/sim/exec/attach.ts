import type { Container } from '../../model/pod.ts'
import { failed, ok, type Result } from '../../base/result.ts'
import type { Backend } from '../backend.ts'
import { endContainer } from '../controllers/container-end.ts'
import { mainCommandOf } from '../images.ts'
import type { ExecRequest, ExecSession } from '../practice-cluster.ts'
import { ApiError, notSimulated, type Status, success } from '../status.ts'
import { findContainer, sessionIn } from './exec.ts'
import { needsInput } from './run-command.ts'

/**
 * Opens the terminal of a container's own command, as `kubectl run -it` and `kubectl debug -it` do. When the
 * command ends, its container ends with it.
 */
export function startAttach(
  backend: Backend,
  request: Omit<ExecRequest, 'command'>,
  waitCap: number
): Result<ExecSession, Status> {
  try {
    return ok(open(backend, request, waitCap))
  } catch (error) {
    if (error instanceof ApiError) return failed(error.status)
    throw error
  }
}

/** Whether a container's own command does nothing before someone types. */
export function waitsForInput(container: Container): boolean {
  return container.stdin === true && needsInput(mainCommandOf(container))
}

function open(
  backend: Backend,
  request: Omit<ExecRequest, 'command'>,
  waitCap: number
): ExecSession {
  const { pod, container } = findContainer(backend, request)
  if (!waitsForInput(container))
    throw notSimulated(
      'The practice cluster can only attach to a shell that waits for input, such as that of kubectl run -it. ' +
        'Use kubectl logs to read what a container wrote, or kubectl exec to run a command in it.'
    )
  const command = mainCommandOf(container)
  const session = sessionIn(backend, pod, container, { ...request, command }, waitCap)
  let left = false
  void session.exit.then(({ exitCode }) =>
    // Who goes away takes the input along, and a shell without input ends well.
    endContainer(backend, pod, container.name, left ? 0 : exitCode)
  )
  return {
    ...session,
    // To attach was no failure, whatever the command came to: that is for the container's status to tell.
    exit: session.exit.then(({ exitCode }) => ({ exitCode, status: success() })),
    dispose: () => {
      left = true
      session.dispose()
    }
  }
}
