import type { FieldPath } from '../base/field-path.ts'

/** A path as tables of fields write it: names with dots between, `[]` for any item of a list. */
export function patternOf(path: FieldPath): string {
  let text = ''
  for (const step of path)
    if (typeof step === 'number') text += '[]'
    else text += text === '' ? step : `.${step}`
  return text
}
