import type { FieldPath } from '../../base/field-path.ts'
import { isRecord } from '../../base/json.ts'

export interface Place {
  readonly at: FieldPath
  readonly value: unknown
}

/**
 * The values at every place that a pattern matches: names of fields with dots between, `[]` for the items of
 * a list, `*` for the values of a map. `spec.rules[].http.paths[].backend.service.name`.
 */
export function placesOf(object: unknown, pattern: string): readonly Place[] {
  const steps = pattern.split('.').flatMap(step => {
    const lists = step.match(/\[\]/g)?.length ?? 0
    return [step.replaceAll('[]', ''), ...Array.from({ length: lists }, () => '[]')]
  })
  let places: readonly Place[] = [{ at: [], value: object }]
  for (const step of steps) {
    places = places.flatMap(place => childrenOf(place, step))
    if (places.length === 0) break
  }
  return places
}

function childrenOf({ at, value }: Place, step: string): Place[] {
  if (step === '[]')
    return Array.isArray(value)
      ? value.map((item: unknown, i) => ({ at: [...at, i], value: item }))
      : []
  if (!isRecord(value)) return []
  if (step === '*')
    return Object.entries(value).map(([key, item]) => ({ at: [...at, key], value: item }))
  return Object.hasOwn(value, step) ? [{ at: [...at, step], value: value[step] }] : []
}
