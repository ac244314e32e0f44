import type { Field } from '../../base/field.ts'
import { cidrsOverlap, parseCidr, type Cidr } from '../../model/cidr.ts'
import type { Report } from '../report.ts'
import { rangeInText } from './text-range.ts'

/** One of the ranges that a field lists with commas between, with its place in the field's text. */
export interface WrittenRange {
  readonly field: Field
  readonly text: string
  readonly start: number
  /** Undefined where the text is no range. */
  readonly cidr: Cidr | undefined
}

/** The ranges of a field such as `podSubnet: 10.244.0.0/16,fd00::/56`. */
export function rangesIn(field: Field): readonly WrittenRange[] {
  const text = field.text
  if (text === undefined || text.trim() === '' || /\$\{|\{\{/.test(text)) return []
  return Array.from(text.matchAll(/[^,]+/g), match => {
    const own = match[0].trim()
    return {
      field,
      text: own,
      start: match.index + match[0].indexOf(own),
      cidr: parseCidr(own)
    }
  })
}

/** The place of a finding about one range of a list. */
export function atRange(range: WrittenRange): Pick<Report, 'at' | 'part' | 'range'> {
  const { field, text, start } = range
  const end = start + text.length
  return {
    at: field.at,
    part: 'value',
    range: place => rangeInText(place, field.at, field.text ?? '', { start, end })
  }
}

export function familiesOf(ranges: readonly WrittenRange[]): readonly string[] {
  return ranges.flatMap(({ cidr }) => cidr?.family ?? [])
}

/** What nobody takes as a list of ranges: text of another kind, a third one, a family twice. */
export function rangeFaults(
  ranges: readonly WrittenRange[]
): readonly { readonly range: WrittenRange; readonly message: string }[] {
  const found: { range: WrittenRange; message: string }[] = []
  const seen = new Set<string>()
  for (const range of ranges) {
    const family = range.cidr?.family
    if (family === undefined)
      found.push({ range, message: `${range.text} is no range of addresses.` })
    else if (seen.has(family))
      found.push({ range, message: `There is a range of ${family} already.` })
    else seen.add(family)
  }
  return found
}

/** The first pair of two lists that has addresses in common. */
export function overlapOf(
  a: readonly WrittenRange[],
  b: readonly WrittenRange[]
): { readonly first: WrittenRange; readonly second: WrittenRange } | undefined {
  for (const first of a)
    for (const second of b)
      if (first.cidr && second.cidr && cidrsOverlap(first.cidr, second.cidr))
        return { first, second }
  return undefined
}

/** The ranges of Pods and Services, in a part called `networking`, that have addresses in common. */
export function podsLikeServices(networking: Field): readonly Report[] {
  const overlap = overlapOf(
    rangesIn(networking.get('podSubnet')),
    rangesIn(networking.get('serviceSubnet'))
  )
  if (!overlap) return []
  const { first, second } = overlap
  return [
    {
      ...atRange(second),
      message: `${second.text} of the Services is in common with ${first.text} of the Pods.`,
      related: [{ at: first.field.at, message: 'The range of the Pods.' }]
    }
  ]
}
