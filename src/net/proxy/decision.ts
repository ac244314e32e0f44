import type { FieldPath } from '../../base/field-path.ts'
import type { Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Labels } from '../../model/selector.ts'
import type { HttpResponse } from '../http.ts'

/** A request as it arrives at a proxy that routes by its content. */
export interface ProxiedRequest {
  readonly method: string
  /** Without a port, in lower case. */
  readonly host: string
  /** With the query. */
  readonly path: string
  /** Names in lower case; `host` is among them. */
  readonly headers: Readonly<Record<string, string>>
  readonly secure: boolean
  /** The port of the proxy at which the request arrived. */
  readonly port: number
}

/** One of the backends that a rule shares requests among. */
export interface WeightedBackend {
  /** Share among the rule's backends. 0 gets nothing. */
  readonly weight: number
  /** Where requests go; absent when the reference leads nowhere, which is answered with `status`. */
  readonly to?: { readonly service: Service; readonly port: number; readonly labels?: Labels }
  readonly status?: number
  /** What is wrong with the reference. */
  readonly problem?: string
  /** What filters of this backend make of the request. */
  readonly change?: (request: ProxiedRequest) => ProxiedRequest
}

/** What a proxy makes of a request. */
export type Decision =
  | {
      readonly kind: 'forward'
      /** Names the rule, so that its shares are kept over requests. */
      readonly turn: string
      readonly backends: readonly WeightedBackend[]
      readonly request: ProxiedRequest
      readonly changeResponse?: (response: HttpResponse) => HttpResponse
      readonly reason: string
      readonly object?: KubeObject
      readonly path?: FieldPath
    }
  | { readonly kind: 'answer'; readonly response: HttpResponse; readonly reason: string }
  /** The model must not answer, for this reason. */
  | { readonly kind: 'refuse'; readonly reason: string }

/** An answer of the proxy itself, such as 404 for what no route matches. */
export function proxyAnswer(
  status: number,
  body: string,
  reason: string,
  headers: Readonly<Record<string, string>> = {}
): Decision {
  return {
    kind: 'answer',
    response: {
      status,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        ...headers,
        'content-length': String(body.length)
      },
      body
    },
    reason
  }
}
