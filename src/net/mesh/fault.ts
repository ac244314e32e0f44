import { numberOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { WeightedBackend } from '../proxy/decision.ts'

/** What a rule of a VirtualService does to requests on purpose. */
export type Fault =
  | { readonly kind: 'none' }
  /** `share` of a hundred requests are answered by the proxy with `status`. */
  | { readonly kind: 'abort'; readonly share: number; readonly status: number }
  | { readonly kind: 'unknown'; readonly reason: string }

/**
 * A percentage that is left out is none, unlike in Istio's first versions.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export function faultOf(rule: UnknownRecord): Fault {
  const fault = recordOf(rule.fault)
  const delay = recordOf(fault.delay)
  if (shareOf(delay) > 0)
    return {
      kind: 'unknown',
      reason: 'the rule delays requests, and no request waits in the practice cluster.'
    }
  const abort = recordOf(fault.abort)
  const share = shareOf(abort)
  if (share === 0) return { kind: 'none' }
  const status = numberOf(abort.httpStatus)
  return status === undefined
    ? { kind: 'unknown', reason: 'the rule aborts requests in another way than by an HTTP status.' }
    : { kind: 'abort', share, status }
}

function shareOf({ percentage }: UnknownRecord): number {
  return Math.min(100, Math.max(0, numberOf(recordOf(percentage).value) ?? 0))
}

/** The backends of a rule, of whose requests some are aborted. */
export function withAborts(
  backends: readonly WeightedBackend[],
  { share, status }: Extract<Fault, { readonly kind: 'abort' }>
): readonly WeightedBackend[] {
  const total = backends.reduce((sum, { weight }) => sum + weight, 0)
  const aborted = { weight: total * share, status, problem: 'fault filter abort' }
  return [aborted, ...backends.map(one => ({ ...one, weight: one.weight * (100 - share) }))]
}
