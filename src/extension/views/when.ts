const day = 86_400_000

/**
 * A time of the past in few words: `10:42` today, `yesterday 10:42`, then the date. Both are milliseconds since
 * 1970; days are those of the reader's clock.
 */
export function whenWords(at: number, now: number, locale?: string): string {
  const time = new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
  const days = Math.round((startOfDay(now) - startOfDay(at)) / day)
  if (days <= 0) return time
  if (days === 1) return `yesterday ${time}`
  return new Date(at).toLocaleDateString(locale)
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
