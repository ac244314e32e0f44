import { failed, ok, type Result } from '../../base/result.ts'
import { recordOf } from '../../base/json.ts'
import type { Container, Pod } from '../../model/pod.ts'
import type { Backend } from '../backend.ts'
import { containerOf } from '../container-of.ts'
import type { ExecRequest, ExecSession } from '../practice-cluster.ts'
import { ApiError, badRequest, notFound, type Status } from '../status.ts'
import { contextOf, isInteractiveShell, needsInput, runCommand, runLine } from './run-command.ts'
import { commandSession, type SessionOptions, shellSession } from './session.ts'
import { newShell } from './shell.ts'

/** Starts a command in a container of a running Pod. */
export function startExec(
  backend: Backend,
  request: ExecRequest,
  waitCap: number
): Result<ExecSession, Status> {
  try {
    return ok(open(backend, request, waitCap))
  } catch (error) {
    if (error instanceof ApiError) return failed(error.status)
    throw error
  }
}

function open(backend: Backend, request: ExecRequest, waitCap: number): ExecSession {
  const { pod, container } = findContainer(backend, request)
  if (request.command.length === 0)
    throw badRequest('you must specify at least one command for the container')
  return sessionIn(backend, pod, container, request, waitCap)
}

/** Runs a command in a container that is there and running. */
export function sessionIn(
  backend: Backend,
  pod: Pod,
  container: Container,
  request: Pick<ExecRequest, 'command' | 'stdin' | 'tty'>,
  waitCap: number
): ExecSession {
  const options: SessionOptions = {
    clock: backend.clock,
    waitCap,
    stdin: request.stdin === true,
    tty: request.tty === true
  }
  if (options.stdin && options.tty && isInteractiveShell(request.command)) {
    const state = newShell()
    return shellSession(line => {
      const result = runLine(line, state, contextOf(backend, pod, container, ''))
      return { result, ended: state.ended }
    }, options)
  }
  return commandSession(
    input => runCommand(request.command, contextOf(backend, pod, container, input)),
    needsInput(request.command),
    options
  )
}

/** @throws ApiError when there is no such container, or it doesn't run */
export function findContainer(
  backend: Backend,
  { namespace, pod: name, container: wanted }: Pick<ExecRequest, 'namespace' | 'pod' | 'container'>
): { pod: Pod; container: Container } {
  const pod = backend.store.get('/pods', namespace, name) as Pod | undefined
  if (!pod) throw notFound({ group: '', plural: 'pods' }, name)
  const container = containerOf(pod, wanted)
  const { phase } = pod.status ?? {}
  if (phase === 'Succeeded' || phase === 'Failed')
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  if (phase !== 'Running')
    throw badRequest(`pod ${name} does not have a host assigned or is not running yet`)
  if (!isRunning(pod, container)) throw badRequest(`container not found ("${container.name}")`)
  return { pod, container }
}

function isRunning({ status }: Pod, { name }: Container): boolean {
  const {
    containerStatuses = [],
    ephemeralContainerStatuses = [],
    initContainerStatuses = []
  } = status ?? {}
  const found = [
    ...containerStatuses,
    ...ephemeralContainerStatuses,
    ...initContainerStatuses
  ].find(one => one.name === name)
  return found === undefined || recordOf(found.state).running !== undefined
}
