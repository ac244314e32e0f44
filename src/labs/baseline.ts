import { stringOf } from '../base/json.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { Baseline } from './step-result.ts'

/** A success is proof of a later block for this long. Milliseconds. */
export const baselineLifetime = 10 * 60_000

/**
 * Which cluster this is: a context may be pointed at another one, and a practice cluster starts anew, but the
 * UID of namespace kube-system stays with its cluster.
 */
export async function clusterIdentity(context: ProbeContext): Promise<string> {
  const system = await context.cluster.get(
    { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  const uid = system.ok ? stringOf(system.value.metadata.uid) : undefined
  return `${context.cluster.context} ${uid ?? 'unknown'}`
}

export type BaselineFound =
  | { readonly kind: 'fresh'; readonly baseline: Baseline }
  | { readonly kind: 'stale'; readonly minutes: number }
  | { readonly kind: 'none' }

/** The newest success of a check in this very cluster. */
export function findBaseline(
  baselines: readonly Baseline[],
  wanted: { readonly lab: string; readonly check: string; readonly cluster: string },
  now: number
): BaselineFound {
  const newest = baselines
    .filter(
      ({ lab, check, cluster, at }) =>
        lab === wanted.lab && check === wanted.check && cluster === wanted.cluster && at <= now
    )
    .sort((a, b) => b.at - a.at)[0]
  if (!newest) return { kind: 'none' }
  const age = now - newest.at
  return age <= baselineLifetime
    ? { kind: 'fresh', baseline: newest }
    : { kind: 'stale', minutes: Math.floor(age / 60_000) }
}

/** The newest one of each check and cluster; older ones prove nothing that it doesn't. */
export function newestBaselines(baselines: readonly Baseline[]): readonly Baseline[] {
  const newest = new Map<string, Baseline>()
  for (const one of baselines) {
    const key = `${one.lab} ${one.check} ${one.cluster}`
    const known = newest.get(key)
    if (!known || known.at <= one.at) newest.set(key, one)
  }
  return [...newest.values()]
}
