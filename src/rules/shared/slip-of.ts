/**
 * The name that was written with a slip of the finger, or undefined. Stricter than a suggestion has to be:
 * at most two letters in one place differ, and never digits, for `web-v1` and `web-v2` are two things.
 */
export function slipOf(
  written: string | undefined,
  names: readonly (string | undefined)[]
): string | undefined {
  // What is still being typed has no name yet.
  if (written === undefined) return undefined
  return names.find(name => name !== undefined && isSlip(written, name) && !arePair(written, name))
}

/** Words of networking that differ in two letters and mean two things. */
const pairs = [['ingress', 'egress']] as const

function arePair(a: string, b: string): boolean {
  return pairs.some(([one, other]) => a.replace(one, other) === b || b.replace(one, other) === a)
}

function isSlip(a: string, b: string): boolean {
  // Names that are far apart are the usual case.
  if (a === b || Math.abs(a.length - b.length) > 2 || Math.min(a.length, b.length) < 3) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const left = a.slice(start, a.length - end)
  const right = b.slice(start, b.length - end)
  if (/\d/.test(left + right)) return false
  if (a.toLowerCase() === b.toLowerCase()) return true
  const isSwap = left.length === 2 && right === left.charAt(1) + left.charAt(0)
  // In a short word one letter for another makes another word: `api` and `app`.
  if (Math.min(a.length, b.length) < 5) return isSwap || left.length + right.length === 1
  return isSwap || (left.length <= 2 && right.length <= 2)
}
