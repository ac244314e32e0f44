import type { Limits } from './lab-definition.generated.ts'

export function isWithin(
  figure: number,
  { atLeast = -Infinity, atMost = Infinity }: Limits
): boolean {
  return figure >= atLeast && figure <= atMost
}

/** Such as `at least 1450`. */
export function limitsText({ atLeast, atMost }: Limits, unit = ''): string {
  const end = unit === '' ? '' : ` ${unit}`
  const parts = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}${end}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}${end}`])
  ]
  return parts.join(' and ')
}
