import type { FieldPath } from '../base/field-path.ts'
import { didYouMean } from '../base/did-you-mean.ts'
import { isRecord, type UnknownRecord } from '../base/json.ts'
import type { FieldError } from './field-error.ts'
import { bodyWords, fractionWords, rangeWords } from './custom-words.ts'
import { encodingFault, formatFault, intFault, isLongInteger, patternFault } from './formats.ts'
import { meantDuration } from './meant-duration.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

interface StructureOptions {
  readonly partial?: boolean
  /** `wrong-case` takes a field for unknown only where it is one of the known ones in another case. */
  readonly unknownFields?: 'report' | 'wrong-case' | 'ignore'
  /** Only what the server's decoder finds: unknown fields and wrong types. */
  readonly onlyDecoding?: boolean
  /** The schema of a CustomResourceDefinition, which the server itself holds objects against. */
  readonly custom?: boolean
}

/**
 * Holds an object against its structural schema: unknown fields, types, required fields, enums,
 * formats, patterns, bounds, and the uniqueness of list maps and sets. One error per fault: below a
 * value of the wrong type nothing is said.
 */
export function validateStructure(
  object: unknown,
  schema: Schema,
  schemas: Pick<SchemaSet, 'resolve'>,
  options: StructureOptions
): FieldError[] {
  const errors: FieldError[] = []
  const add = (error: Omit<FieldError, 'source'>): void => {
    errors.push({ ...error, path: [...error.path], source: 'structure' })
  }

  /** One path for the whole walk: a new one for every field would cost most of the time. */
  const here: (string | number)[] = []
  const visitAt = (step: string | number, value: unknown, node: Schema): void => {
    here.push(step)
    visit(value, node, here)
    here.pop()
  }

  const visit = (value: unknown, node: Schema, path: FieldPath): void => {
    const target = node.$ref === undefined ? node : schemas.resolve(node.$ref)
    if (!target || value === undefined) return
    if (value === null) {
      visitNull(target, path)
      return
    }
    if (target.intOrString) {
      visitIntOrString(value, target, path)
      return
    }
    const expected = target.type
    // A whole number of more than 64 bits is read as one with a fraction, unless a type of Go refuses it.
    const isBeyond = expected === 'integer' && isLongInteger(value) && !isDecoded(path)
    if (expected !== undefined && (isBeyond || !hasType(value, expected))) {
      add({
        type: 'type-invalid',
        path,
        badValue: value,
        detail: isBeyond
          ? 'expected an integer of 64 bits, got a longer one'
          : `expected ${article(expected)}, got ${article(typeName(value))}`,
        ...suggested(value, target),
        ...(options.custom && typeof value === 'number' && target.format !== undefined
          ? { server: fractionWords(path, target.format) }
          : {})
      })
      if (options.custom && target.enum) addChoice(value, target.enum, path, true)
      return
    }
    if (isRecord(value)) visitObject(value, target, path)
    else if (Array.isArray(value)) visitList(value as readonly unknown[], target, path)
    else visitScalar(value, target, path)
  }

  /** Null is a field that isn't there; as an item, a CustomResourceDefinition has to allow it. */
  const visitNull = ({ type, nullable }: Schema, path: FieldPath): void => {
    if (!options.custom || nullable || type === undefined || typeof path.at(-1) === 'string') return
    add({
      type: 'type-invalid',
      path,
      badValue: null,
      detail: `expected ${article(type)}, got null`
    })
  }

  const visitIntOrString = (value: unknown, schema: Schema, path: FieldPath): void => {
    if (typeof value === 'string') {
      visitScalar(value, schema, path)
      return
    }
    const isLong = isLongInteger(value) && !isDecoded(path)
    if (typeof value === 'number' && Number.isInteger(value) && !isLong) {
      // Of how many bits it is matters to a type of Go only.
      const isRead = schema.format === 'quantity' || !isDecoded(path)
      const detail = isRead ? undefined : intFault(value)
      if (detail !== undefined) add({ type: 'type-invalid', path, badValue: value, detail })
      return
    }
    // Quantities are int-or-string in the schema and take decimals as well.
    if (typeof value === 'number' && schema.format === 'quantity') return
    add({
      type: 'type-invalid',
      path,
      badValue: value,
      detail: `expected an integer or a string, got ${isLong ? 'more than 64 bits' : article(typeName(value))}`
    })
  }

  /** Whether a field has a type of Go, as metadata has in custom kinds too. */
  const isDecoded = (path: FieldPath): boolean => !options.custom || path[0] === 'metadata'

  /** The server drops nulls, except where a definition of others allows them. */
  const isGiven = (value: UnknownRecord, key: string, schema: Schema | undefined): boolean =>
    Object.hasOwn(value, key) &&
    (value[key] !== null || (options.custom === true && schema?.nullable === true))

  /** How many fields the server counts: it has dropped nulls and filled in what has a default. */
  const countOf = (value: UnknownRecord, target: Schema): number => {
    const given = Object.keys(value)
    if (!options.custom) return given.length
    const { properties = {}, additionalProperties } = target
    const filled = Object.keys(properties).filter(key => properties[key]?.default !== undefined)
    const kept = given.filter(key => isGiven(value, key, properties[key] ?? additionalProperties))
    return new Set([...kept, ...filled]).size
  }

  const isNews = (key: string, properties: Schema['properties']): boolean => {
    if (options.unknownFields !== 'wrong-case') return options.unknownFields !== 'ignore'
    const lower = key.toLowerCase()
    return Object.keys(properties ?? {}).some(name => name.toLowerCase() === lower)
  }

  const visitObject = (value: UnknownRecord, target: Schema, path: FieldPath): void => {
    const properties = target.properties
    const open =
      target.preserveUnknownFields === true ||
      (target.type !== 'object' && !properties && !target.additionalProperties)
    const keys = Object.keys(value)
    // Counted, as in `valueAt`: every field of every manifest comes by here.
    const { length } = keys
    for (let i = 0; i < length; i++) {
      const key = keys[i] ?? ''
      const child = value[key]
      const property = properties && Object.hasOwn(properties, key) ? properties[key] : undefined
      if (property) visitAt(key, child, property)
      else if (target.additionalProperties) visitAt(key, child, target.additionalProperties)
      else if (!open && isNews(key, properties) && !isRootField(path, key))
        add({
          type: 'unknown-field',
          path: [...path, key],
          badValue: child,
          detail: '',
          suggestion: didYouMean(key, Object.keys(properties ?? {}))
        })
    }
    if (options.onlyDecoding) return
    if (!options.partial)
      for (const key of target.required ?? []) {
        if (isGiven(value, key, properties?.[key])) continue
        // The server fills in what has a default before it looks for what is required.
        if (properties?.[key]?.default !== undefined) continue
        add({ type: 'required', path: [...path, key], detail: '' })
      }
    if (target.maxProperties === undefined && target.minProperties === undefined) return
    const count = countOf(value, target)
    if (target.maxProperties !== undefined && count > target.maxProperties)
      add({
        type: 'too-many',
        path,
        badValue: count,
        detail: `must have at most ${target.maxProperties} items`
      })
    if (target.minProperties !== undefined && count < target.minProperties && !options.partial)
      add({
        type: 'invalid',
        path,
        badValue: options.custom ? count : value,
        detail: `should have at least ${target.minProperties} properties`
      })
  }

  const visitList = (items: readonly unknown[], target: Schema, path: FieldPath): void => {
    const { items: itemSchema } = target
    if (itemSchema) items.forEach((item, i) => visitAt(i, item, itemSchema))
    if (options.onlyDecoding) return
    if (target.maxItems !== undefined && items.length > target.maxItems)
      add({
        type: 'too-many',
        path,
        badValue: items.length,
        detail: `must have at most ${target.maxItems} items`
      })
    if (target.minItems !== undefined && items.length < target.minItems && !options.partial)
      add({
        type: 'invalid',
        path,
        badValue: items.length,
        detail: `should have at least ${target.minItems} items`
      })
    visitUniqueness(items, target, path)
  }

  /** The server says of a wrong item a second time that it has no keys. */
  const addNoEntry = (item: unknown, path: FieldPath): void => {
    const detail = 'must be an object for an array of list-type map'
    add({ type: 'invalid', path, badValue: item, detail, repeats: true, server: { detail } })
  }

  const visitUniqueness = (items: readonly unknown[], target: Schema, path: FieldPath): void => {
    const keys = target.listType === 'map' ? target.listMapKeys : undefined
    if (path[0] === 'metadata' || (!keys && (target.listType !== 'set' || !options.custom))) return
    const itemSchema = target.items?.$ref ? schemas.resolve(target.items.$ref) : target.items
    const seen = new Set<string>()
    items.forEach((item, i) => {
      if (options.custom && keys && !isRecord(item) && item !== null) addNoEntry(item, [...path, i])
      const identity = keys
        ? keys.map(key =>
            isRecord(item) ? (item[key] ?? itemSchema?.properties?.[key]?.default) : undefined
          )
        : item
      if (keys && (identity as unknown[]).some(part => part === undefined)) return
      const text = JSON.stringify(identity)
      if (seen.has(text))
        add({
          type: 'duplicate',
          path: [...path, i],
          badValue: keys
            ? Object.fromEntries(keys.map((key, k) => [key, (identity as unknown[])[k]]))
            : item,
          detail: ''
        })
      seen.add(text)
    })
  }

  const addChoice = (
    value: unknown,
    choices: readonly unknown[],
    path: FieldPath,
    repeats = false
  ): void => {
    const supported = choices.map(one => String(one))
    if (!options.custom) supported.sort()
    add({
      type: 'not-supported',
      path,
      badValue: value,
      detail: '',
      supported,
      suggestion: typeof value === 'string' ? didYouMean(value, supported) : undefined,
      ...(repeats && { repeats })
    })
  }

  /** A number of more bits than a definition of others says, which the server tells beside its bounds. */
  const addRange = (value: unknown, schema: Schema, path: FieldPath, repeats: boolean): void => {
    if (typeof value !== 'number' || schema.format !== 'int32' || isDecoded(path)) return
    const detail = intFault(value)
    if (detail === undefined) return
    const server = rangeWords(path)
    add({ type: 'invalid', path, badValue: value, detail, server, ...(repeats && { repeats }) })
  }

  const addFormat = (value: unknown, schema: Schema, path: FieldPath): void => {
    const fault = isDecoded(path) ? undefined : formatFault(value, schema)
    if (!fault) return
    const { detail, server } = fault
    add({ type: 'invalid', path, badValue: value, detail, server: bodyWords(path, server) })
  }

  const visitScalar = (value: unknown, target: Schema, path: FieldPath): void => {
    const unreadable = isDecoded(path) ? encodingFault(value, target) : undefined
    if (unreadable !== undefined) {
      add({ type: 'type-invalid', path, badValue: value, detail: unreadable })
      return
    }
    if (options.onlyDecoding) return
    // Go can't tell an empty text from one that isn't given.
    if (target.enum && !target.enum.includes(value) && (value !== '' || options.custom)) {
      addChoice(value, target.enum, path)
      return
    }
    if (isTooLong(value, target)) {
      add({ type: 'too-long', path, detail: `may not be more than ${target.maxLength} bytes` })
      return
    }
    const detail = boundsFault(value, target) ?? patternFault(value, target)
    addRange(value, target, path, detail !== undefined)
    if (detail !== undefined)
      add({ type: 'invalid', path, badValue: value, detail, ...suggested(value, target) })
    else addFormat(value, target, path)
  }

  visit(object, schema, here)
  return errors

  /** The type of an object stands in every document, whether or not its schema repeats it. */
  function isRootField(path: FieldPath, key: string): boolean {
    return path.length === 0 && (key === 'apiVersion' || key === 'kind' || key === 'metadata')
  }
}

function suggested(value: unknown, schema: Schema): Pick<FieldError, 'suggestion'> {
  const suggestion = schema.type === 'string' ? meantDuration(value, schema) : undefined
  return suggestion === undefined ? {} : { suggestion }
}

function boundsFault(value: unknown, schema: Schema): string | undefined {
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum)
      return `should be greater than or equal to ${schema.minimum}`
    if (schema.maximum !== undefined && value > schema.maximum)
      return `should be less than or equal to ${schema.maximum}`
  }
  if (typeof value === 'string') {
    const length = runesOf(value)
    if (schema.minLength !== undefined && length < schema.minLength)
      return `should be at least ${schema.minLength} chars long`
  }
  return undefined
}

function isTooLong(value: unknown, { maxLength }: Schema): boolean {
  return typeof value === 'string' && maxLength !== undefined && runesOf(value) > maxLength
}

/** The server counts runes, and so does an iteration over the text. */
function runesOf(text: string): number {
  return Array.from(text).length
}

function hasType(value: unknown, type: NonNullable<Schema['type']>): boolean {
  switch (type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value)
    default:
      return typeof value === type
  }
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** Types in the words of YAML. */
function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    object: 'a map',
    array: 'a list',
    integer: 'an integer',
    number: 'a number',
    string: 'a string',
    boolean: 'a boolean'
  }
  return words[type] ?? type
}
