const milliseconds: Readonly<Record<string, number>> = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1
}

/**
 * Reads a duration as Prometheus writes it (`1h30m`), in milliseconds; undefined for other text.
 * https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
 */
export function parsePrometheusDuration(text: string): number | undefined {
  if (text === '0') return 0
  if (
    !/^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/.test(text) ||
    text === ''
  )
    return undefined
  let total = 0
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+)(ms|[ywdhms])/g))
    total += Number(number) * (milliseconds[unit] ?? 0)
  return total
}
