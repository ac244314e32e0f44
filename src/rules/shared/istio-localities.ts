import type { Field } from '../../base/field.ts'
import type { FieldFault } from './istio-parts.ts'

/** Rules of `ValidateLocalityLbSetting`: places have whole names, none is part of another, their shares make 100. */
export function localityFaults(setting: Field): readonly FieldFault[] {
  const shares = setting.get('distribute').items.filter(one => one.isMap)
  return [
    ...shares.flatMap(share => {
      const to = share.get('to')
      const sum = to.entries.reduce((all, [, { number }]) => all + (number ?? 0), 0)
      const field = to.isMap ? to : share
      return sum === 100 ? [] : [{ field, message: `The shares make ${sum} together, not 100.` }]
    }),
    ...shares.flatMap(share => {
      const places = share.get('to').entries
      return placeFaults(places.map(([text, field]) => ({ text, field })))
    }),
    ...placeFaults(
      shares.map(share => {
        const from = share.get('from')
        return { text: from.text ?? '', field: from.isThere ? from : share }
      })
    ),
    ...setting
      .get('failover')
      .items.flatMap(one => ['from', 'to'].map(key => one.get(key)))
      .filter(({ text }) => text !== undefined && /[/*]/.test(text))
      .map(field => ({
        field,
        message: `${field.text ?? ''} is no region, and requests move between regions alone.`
      }))
  ]
}

interface Place {
  readonly text: string
  readonly field: Field
}

/** A place is `region`, `region/zone` or `region/zone/subzone`; a `*` at the end is the rest of them. */
function placeFaults(places: readonly Place[]): readonly FieldFault[] {
  return places.flatMap(({ text, field }, i): readonly FieldFault[] => {
    if (/[${]/.test(text)) return []
    const parts = text.split('/')
    if (parts.includes('') || parts.length > 3)
      return [{ field, message: `${text === '' ? 'An empty text' : text} is no place.` }]
    if (text.slice(0, -1).includes('*'))
      return [{ field, message: `In ${text} the \`*\` has to be the end.` }]
    const other = places.slice(0, i).find(one => overlap(one.text, text))
    return other
      ? [{ field, message: `${text} is part of ${other.text}, or the other way round.` }]
      : []
  })
}

function overlap(a: string, b: string): boolean {
  const [one, other] = [a, b].map(text =>
    text
      .replace(/\/?\*$/, '')
      .split('/')
      .filter(Boolean)
  )
  if (!one || !other) return false
  const length = Math.min(one.length, other.length)
  return one.slice(0, length).join('/') === other.slice(0, length).join('/')
}
