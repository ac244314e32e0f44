import type { Server } from './call.ts'
import { errorResponse, json } from './call.ts'
import { startExec } from './exec/exec.ts'
import type { ApiRequest, Upgrade } from './practice-cluster.ts'
import { routeOf } from './route.ts'
import { checkToken } from './server.ts'
import { badRequest, notSimulated, unknownPath } from './status.ts'

/** Opens what `kubectl exec` asks for, or says why not. */
export function upgradeToExec(server: Server, request: ApiRequest, waitCap: number): Upgrade {
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
    throw notSimulated(
      'The practice cluster has no Pods that packets could be forwarded to. Use kubectl exec with curl or wget ' +
        'in a Pod to ask a port.'
    )
  if (subresource === 'attach')
    throw notSimulated(
      'The practice cluster cannot attach to a running container. Use kubectl logs to read what it wrote, or ' +
        'kubectl exec to run a command.'
    )
  if (subresource !== 'exec') throw unknownPath()
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
  const started = startExec(
    server.backend,
    {
      namespace,
      pod: name,
      ...(container !== null && container !== '' && { container }),
      command: query.getAll('command'),
      stdin: streams.stdin,
      tty: streams.tty
    },
    waitCap
  )
  return started.ok
    ? { kind: 'exec', session: started.value, streams }
    : { kind: 'response', response: json(started.error.code ?? 500, started.error) }
}
