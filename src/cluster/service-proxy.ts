import { callApi } from './call-api.ts'
import type { Answer, CallOptions } from './cluster.ts'
import type { Transport } from './transport.ts'

/** A port of a Service, by its number or its name. */
export interface ServicePortRef {
  readonly namespace: string
  readonly name: string
  readonly port: string | number
}

/** A GET to a Service through the API server's proxy; the answer has to be JSON. */
export function getThroughService(
  transport: Transport,
  { namespace, name, port }: ServicePortRef,
  path: string,
  {
    query = {},
    ...options
  }: CallOptions & { readonly query?: Readonly<Record<string, string>> } = {}
): Answer<unknown> {
  const service = encodeURIComponent(`${name}:${port}`)
  return callApi(transport, {
    ...options,
    method: 'GET',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${service}/proxy${path}`,
    query
  })
}
