import { isRecord } from '../../base/json.ts'
import type { PodTemplateSpec } from '../../model/workloads.ts'

export const hashLabel = 'pod-template-hash'

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** A short name for a Pod template: equal templates have equal names. FNV-1a, 32 bits. */
export function templateHash(template: PodTemplateSpec | undefined): string {
  let hash = 0x811c9dc5
  for (const char of canonical(template ?? {})) {
    hash ^= char.charCodeAt(0)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  // The digits of the number as letters that form no words, as apimachinery encodes its hashes.
  return Array.from(String(hash), digit => alphabet.charAt(digit.charCodeAt(0) % 27)).join('')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${key}:${canonical(entry)}`)
    .join(',')}}`
}
