import type { Server } from './call.ts'
import { errorResponse, json } from './call.ts'
import { startAttach } from './exec/attach.ts'
import { startExec } from './exec/exec.ts'
import { forwardTo } from './forward/forward.ts'
import type { ApiRequest, Upgrade } from './practice-cluster.ts'
import { routeOf } from './route.ts'
import { checkToken } from './server.ts'
import { badRequest, unknownPath } from './status.ts'

/** Opens what `kubectl exec`, `attach` and `port-forward` ask for, or says why not. */
export function answerUpgrade(server: Server, request: ApiRequest, waitCap: number): Upgrade {
  try {
    return open(server, request, waitCap)
  } catch (error) {
    return { kind: 'response', response: errorResponse(error) }
  }
}

function open(server: Server, request: ApiRequest, waitCap: number): Upgrade {
  const route = routeOf(request)
  checkToken(server, route)
  const { plural, namespace, name, subresource } = route.resource ?? {}
  if (plural !== 'pods' || namespace === undefined || name === undefined) throw unknownPath()
  if (subresource === 'portforward')
    return { kind: 'forward', open: forwardTo(server.backend, namespace, name) }
  if (subresource !== 'exec' && subresource !== 'attach') throw unknownPath()
  const { query } = route
  const isSet = (key: string): boolean => query.get(key) === 'true' || query.get(key) === '1'
  const streams = {
    stdin: isSet('stdin'),
    stdout: isSet('stdout'),
    stderr: isSet('stderr'),
    tty: isSet('tty')
  }
  if (!streams.stdin && !streams.stdout && !streams.stderr)
    throw badRequest('you must specify at least 1 of stdin, stdout, stderr')
  const container = query.get('container')
  const wanted = {
    namespace,
    pod: name,
    ...(container !== null && container !== '' && { container }),
    stdin: streams.stdin,
    tty: streams.tty
  }
  const started =
    subresource === 'attach'
      ? startAttach(server.backend, wanted, waitCap)
      : startExec(server.backend, { ...wanted, command: query.getAll('command') }, waitCap)
  return started.ok
    ? { kind: 'exec', session: started.value, streams }
    : { kind: 'response', response: json(started.error.code ?? 500, started.error) }
}
