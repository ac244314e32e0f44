import { slipOf } from './slip-of.ts'
import type { Labels } from '../../model/selector.ts'
import type { PodSource } from './workspace-pods.ts'

/** A Pod whose labels a selector nearly has: the slip is in one key or one value. */
export interface SelectorSlip {
  readonly pod: PodSource
  /** Key of the selector's entry that is off. */
  readonly key: string
  /** What the entry should be for the Pod to be selected. */
  readonly meant: { readonly key: string; readonly value: string }
}

/**
 * The Pod that a selector was most likely written for. Undefined when no Pod comes near, which says
 * nothing: its Pods may be elsewhere.
 */
export function selectorSlip(
  selector: Labels,
  pods: readonly PodSource[]
): SelectorSlip | undefined {
  const entries = Object.entries(selector)
  for (const pod of pods) {
    const off = entries.filter(([key, value]) => pod.labels[key] !== value)
    const [only, another] = off
    if (!only || another) continue
    const meant = meantEntry(only, pod.labels, entries.length > 1)
    if (meant) return { pod, key: only[0], meant }
  }
  return undefined
}

function meantEntry(
  [key, value]: readonly [string, string],
  labels: Labels,
  othersMatch: boolean
): { readonly key: string; readonly value: string } | undefined {
  const own = Object.hasOwn(labels, key) ? labels[key] : undefined
  if (own !== undefined) {
    const near = slipOf(value, [own]) !== undefined || isPartOf(value, own)
    return near ? { key, value: own } : undefined
  }
  const sameValue = Object.entries(labels).filter(([, other]) => other === value)
  const [other] = sameValue
  // The right value under another key is `app` written for `app.kubernetes.io/name` or a slip in the key.
  if (other && (othersMatch || sameValue.length === 1)) return { key: other[0], value }
  return undefined
}

/** `web` and `web-server` are one thing to a person. Versions and numbers are told apart on purpose. */
function isPartOf(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < 3) return false
  const rest = long.startsWith(`${short}-`) ? long.slice(short.length + 1) : ''
  return /^(?:app|server|svc|service|pod|deployment)$/.test(rest)
}
