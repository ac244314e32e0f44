interface Field {
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

/** Minute, hour, day of the month, month, day of the week; a name stands for its place from `least`. */
const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  {
    least: 1,
    most: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
  },
  { least: 0, most: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }
]

const descriptors = new Set([
  ...['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']
])

/** What is wrong with a schedule, in the words of the server's parser (robfig/cron, `ParseStandard`). */
export function scheduleFaults(schedule: string): readonly string[] {
  if (schedule.includes('TZ'))
    return ['cannot use TZ or CRON_TZ in schedule, use timeZone field instead']
  if (schedule.startsWith('@')) {
    // Durations are left to the server: Go reads more forms of them than people write.
    if (descriptors.has(schedule) || schedule.startsWith('@every ')) return []
    return [`unrecognized descriptor: ${schedule}`]
  }
  const parts = schedule.split(/\s+/).filter(part => part !== '')
  if (parts.length !== fields.length)
    return [`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`]
  for (const [i, field] of fields.entries())
    for (const range of (parts[i] ?? '').split(',').filter(part => part !== '')) {
      const fault = rangeFault(range, field)
      if (fault !== undefined) return [fault]
    }
  return []
}

/** `*`, `a` or `a-b`, with or without `/step`; a single number with a step goes on to the end. */
function rangeFault(range: string, field: Field): string | undefined {
  const [span = '', step, ...more] = range.split('/')
  const [low = '', high, ...others] = span.split('-')
  const isAll = low === '*' || low === '?'
  if (!isAll && others.length > 0) return `too many hyphens: ${range}`
  const from = isAll ? field.least : numberIn(low, field)
  if (typeof from === 'string') return from
  const to = isAll ? field.most : high === undefined ? from : numberIn(high, field)
  if (typeof to === 'string') return to
  if (more.length > 0) return `too many slashes: ${range}`
  const every = step === undefined ? 1 : numberOf(step)
  if (typeof every === 'string') return every
  const end = step !== undefined && high === undefined ? field.most : to
  if (from < field.least)
    return `beginning of range (${from}) below minimum (${field.least}): ${range}`
  if (end > field.most) return `end of range (${end}) above maximum (${field.most}): ${range}`
  if (from > end) return `beginning of range (${from}) beyond end of range (${end}): ${range}`
  return every === 0 ? `step of range should be a positive number: ${range}` : undefined
}

function numberIn(text: string, { least, names = [] }: Field): number | string {
  const place = names.indexOf(text.toLowerCase())
  return place < 0 ? numberOf(text) : least + place
}

/** The number, or what the server says when it is none. */
function numberOf(text: string): number | string {
  if (!/^[-+]?\d+$/.test(text))
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`
  const number = Number(text)
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number
}
