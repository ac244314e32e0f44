import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { below, type SchemaPlace } from './schema-place.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const listType = 'x-kubernetes-list-type'
const mapType = 'x-kubernetes-map-type'
const mapKeys = 'x-kubernetes-list-map-keys'

/** What a schema says of how lists and maps are merged, and whether they are such. */
export function definitionListValues(
  schema: UnknownRecord,
  place: SchemaPlace,
  checker: ValueChecker
): void {
  for (const [key, wanted, supported] of [
    [listType, 'array', ['atomic', 'set', 'map']],
    [mapType, 'object', ['atomic', 'granular']]
  ] as const) {
    if (typeof schema[key] !== 'string') continue
    if (schema.type !== wanted) {
      const { at, server: path } = below(place, 'type')
      const must = `must be ${wanted} if ${key} is specified`
      if (isEmpty(schema.type)) checker.required(at, must, { path })
      else checker.invalid(at, schema.type, must, { path })
    }
    const { at, server: path } = below(place, key)
    checker.given(at, schema[key], supported, { path })
  }
  keysValues(schema, place, checker)
}

function keysValues(schema: UnknownRecord, place: SchemaPlace, checker: ValueChecker): void {
  const type = schema[listType]
  const keys = itemsOf(schema[mapKeys])
  if (keys.length > 0 && type !== 'map') {
    const { at, server: path } = below(place, listType)
    const must = `must be map if ${mapKeys} is non-empty`
    if (isEmpty(type)) checker.required(at, must, { path })
    else checker.invalid(at, type, must, { path })
  }
  if (type !== 'map') return
  if (keys.length === 0) {
    const { at, server } = below(place, mapKeys)
    checker.required(at, `must not be empty if ${listType} is map`, { path: server })
  }
  if (!isRecord(schema.items)) {
    const { at, server } = below(place, 'items')
    const detail = `must have a schema if ${listType} is map`
    checker.add('required', at, detail, {
      server: { path: server },
      repeats: schema.type === 'array'
    })
    return
  }
  const { items } = schema
  if (items.type !== 'object') {
    const { at, server: path } = below(place, 'items', 'type')
    const detail = `must be object if parent array's ${listType} is map`
    checker.add('invalid', at, detail, { badValue: items.type ?? '', server: { path } })
    return
  }
  itemValues(items, keys, place, checker)
}

function itemValues(
  items: UnknownRecord,
  keys: readonly unknown[],
  place: SchemaPlace,
  checker: ValueChecker
): void {
  const properties = recordOf(items.properties)
  const named = below(place, mapKeys)
  const required = itemsOf(items.required)
  keys.forEach((key, i) => {
    if (typeof key !== 'string') return
    const property = properties[key]
    if (!isRecord(property)) {
      checker.invalid([...named.at, i], keys, 'entries must all be names of item properties', {
        path: named.server
      })
      return
    }
    const of = below(place, 'items', 'properties', key)
    if (!required.includes(key) && property.default === undefined)
      checker.required(
        [...named.at, i],
        `this property is in ${mapKeys}, so it must have a default or be a required property`,
        { path: `${of.server}.default` }
      )
    if (property.nullable === true)
      checker.forbidden(
        [...of.at, 'nullable'],
        `this property is in ${mapKeys}, so it cannot be nullable`,
        { path: `${of.server}.nullable` }
      )
    if (property.type === 'array' || property.type === 'object')
      checker.invalid(
        [...of.at, 'type'],
        property.type,
        `must be a scalar type if parent array's ${listType} is map`,
        { path: `${of.server}.type`, value: JSON.stringify(items.type) }
      )
    if (keys.indexOf(key) < i)
      checker.invalid([...named.at, i], keys, 'must not contain duplicate entries', {
        path: named.server
      })
  })
}
