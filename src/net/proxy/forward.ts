import type { Pod } from '../../model/pod.ts'
import { matchesLabels } from '../../model/selector.ts'
import { httpRequest, type HttpResponse, type HttpServing, type Refusal } from '../http.ts'
import type { Listening } from '../listening.ts'
import { labelsOf, titleOf, type Network } from '../network.ts'
import { bracketed, usableEndpoints, type RoutedEndpoint } from '../service-routing.ts'
import type { Decision, ProxiedRequest, WeightedBackend } from './decision.ts'
import type { FairTurns } from './fair-turns.ts'

/** What a proxy needs to send a request on. */
export interface ForwardOptions {
  readonly turns: FairTurns
  readonly random?: () => number
  readonly listens?: Listening
  readonly serve: HttpServing
  readonly body?: string
}

/**
 * Does what was decided: answers itself, or sends the request to a backend from the Pod `proxy`, whose
 * traffic Services and policies treat as that of any Pod.
 */
export function carryOut(
  network: Network,
  proxy: Pod,
  decision: Decision,
  options: ForwardOptions
): HttpResponse | Refusal {
  if (decision.kind === 'answer') return decision.response
  if (decision.kind === 'refuse') return { refusal: decision.reason }
  const { backends, turn, request, changeResponse } = decision
  const index = options.turns.next(
    turn,
    backends.map(one => one.weight)
  )
  const backend = index === undefined ? undefined : backends[index]
  // Without a backend, or with weights of zero alone, the API asks for 500.
  if (!backend) return failure(500, 'No backend takes requests.')
  const response = sendTo(network, proxy, backend, request, options)
  return changeResponse && !('refusal' in response) ? changeResponse(response) : response
}

function sendTo(
  network: Network,
  proxy: Pod,
  { to, status = 500, problem = '', change }: WeightedBackend,
  request: ProxiedRequest,
  options: ForwardOptions
): HttpResponse | Refusal {
  if (!to) return failure(status, problem)
  const { service, port, labels } = to
  const servicePort = (service.spec?.ports ?? []).find(one => one.port === port)
  const endpoints = (service.spec?.ipFamilies ?? ['IPv4']).flatMap(family =>
    servicePort ? usableEndpoints(network, service, servicePort, family) : []
  )
  const chosen = pick(
    endpoints.filter(one => !labels || (one.pod && matchesLabels(labels, labelsOf(one.pod)))),
    options.random
  )
  if (!chosen) return failure(503, `${titleOf(service)} has no ready endpoints.`)
  const changed = change ? change(request) : request
  const result = httpRequest(network, {
    from: proxy,
    url: `http://${bracketed(chosen.ip)}:${chosen.port}${changed.path}`,
    method: changed.method,
    headers: changed.headers,
    serve: options.serve,
    ...(options.body !== undefined && { body: options.body }),
    ...(options.random && { random: options.random }),
    ...(options.listens && { listens: options.listens })
  })
  if (result?.response) return result.response
  if (result?.refusal !== undefined) return { refusal: result.refusal }
  const isSilent = result?.connection.outcome === 'timeout'
  return failure(isSilent ? 504 : 502, result?.reason ?? '')
}

function pick(
  endpoints: readonly RoutedEndpoint[],
  random: (() => number) | undefined
): RoutedEndpoint | undefined {
  const index = random ? Math.floor(random() * endpoints.length) : 0
  return endpoints[index] ?? endpoints[0]
}

/** The proxy's own answer; the sentence is the practice cluster's and says why. */
function failure(status: number, sentence: string): HttpResponse {
  const body = `${sentence}\n`
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(new TextEncoder().encode(body).length)
    },
    body
  }
}
