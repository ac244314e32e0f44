import type { Field } from '../../base/field.ts'
import type { FixPlan } from '../report.ts'
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
    const meant = meantEntry(only, pod.labels)
    if (meant) return { pod, key: only[0], meant }
  }
  return undefined
}

/** The fix that writes the entry as the Pod has it. `field` is the map of labels. */
export function selectAsMeant(field: Field, { key, meant }: SelectorSlip): readonly FixPlan[] {
  const at = [...field.at, key]
  return [
    {
      title: `Select ${meant.key}=${meant.value}`,
      safe: false,
      preferred: true,
      change: edit =>
        meant.key === key ? edit.set(at, meant.value) : edit.renameKey(at, meant.key)
    }
  ]
}

function meantEntry(
  [key, value]: readonly [string, string],
  labels: Labels
): { readonly key: string; readonly value: string } | undefined {
  const own = Object.hasOwn(labels, key) ? labels[key] : undefined
  if (own !== undefined) {
    const near = slipOf(value, [own]) !== undefined || isPartOf(value, own)
    return near ? { key, value: own } : undefined
  }
  // The right value under another key is `app` written for `app.kubernetes.io/name` or a slip in the key;
  // under `tier` or `component` it may be there beside the one that somebody else adds.
  const other = Object.entries(labels).find(
    ([otherKey, otherValue]) => otherValue === value && isSameKey(key, otherKey)
  )
  return other && { key: other[0], value }
}

function isSameKey(a: string, b: string): boolean {
  return (namesOfApp.has(a) && namesOfApp.has(b)) || slipOf(a, [b]) !== undefined
}

const namesOfApp: ReadonlySet<string> = new Set([
  'app',
  'app.kubernetes.io/name',
  'k8s-app',
  'name',
  'run'
])

/** `web` and `web-server` are one thing to a person. Versions and numbers are told apart on purpose. */
function isPartOf(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < 3) return false
  const rest = long.startsWith(`${short}-`) ? long.slice(short.length + 1) : ''
  return /^(?:app|server|svc|service|pod|deployment)$/.test(rest)
}
