import { failed, ok } from '../base/result.ts'
import type { Answer } from './cluster.ts'
import { errorOfResponse, TransportFailure, type ClusterError } from './cluster-error.ts'
import type { Transport, TransportRequest } from './transport.ts'

const defaultTimeoutMs = 30_000

/** One request that is answered by JSON; everything that can go wrong comes back as data. */
export async function callApi(transport: Transport, request: TransportRequest): Answer<unknown> {
  try {
    const response = await transport.request({
      timeoutMs: defaultTimeoutMs,
      ...request,
      headers: { accept: 'application/json', ...request.headers }
    })
    if (response.status < 200 || response.status >= 300) return failed(errorOfResponse(response))
    return parsedAnswer(response.body)
  } catch (thrown) {
    return failed(errorOfThrown(thrown))
  }
}

/** The error that a `TransportFailure` carries. Anything else is a fault of ours and is thrown on. */
export function errorOfThrown(thrown: unknown): ClusterError {
  if (thrown instanceof TransportFailure) return thrown.error
  throw thrown
}

function parsedAnswer(body: string): Awaited<Answer<unknown>> {
  try {
    return ok(JSON.parse(body))
  } catch {
    return failed({
      reason: 'server-error',
      message: 'The answer is not JSON, so it does not come from a Kubernetes API server.',
      hint: 'Check the server address of this context, and any proxy on the way.'
    })
  }
}
