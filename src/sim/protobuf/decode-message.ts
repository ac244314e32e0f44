import { isRecord } from '../../base/json.ts'
import type { MessageField, ProtobufMessages } from './messages.ts'
import { malformed, readFields, type WireField } from './wire.ts'

type JsonObject = Record<string, unknown>

/**
 * Reads a message as the object that the same type is in JSON. Fields that the message doesn't have are
 * passed over, as the API server does.
 * @throws ApiError 400
 */
export function decodeMessage(
  { messages }: ProtobufMessages,
  name: string,
  bytes: Uint8Array
): JsonObject {
  return message(name, bytes)

  function message(type: string, piece: Uint8Array): JsonObject {
    const fields = messages[type]
    if (!fields) throw new Error(`the message ${type} is not known`)
    const object: JsonObject = {}
    for (const wire of readFields(piece)) {
      const field = fields[wire.number]
      if (field) put(object, field, wire.value)
    }
    return object
  }

  function put(object: JsonObject, field: MessageField, wire: WireField['value']): void {
    if (field.map === true) {
      const [key, value] = mapEntry(field, wire)
      setOwn(mapIn(object, field.name), key, value)
      return
    }
    const value = valueOf(field.type, wire)
    if (field.name === '') Object.assign(object, value)
    else if (field.repeated === true) listIn(object, field.name).push(value)
    else if (field.omitZero !== true || !isZero(value)) object[field.name] = value
  }

  function mapEntry({ type }: MessageField, wire: WireField['value']): [string, unknown] {
    const entry = new Map(readFields(piece(wire)).map(({ number, value }) => [number, value]))
    return [text(entry.get(1) ?? none), valueOf(type, entry.get(2) ?? none)]
  }

  function valueOf(type: string, wire: WireField['value']): unknown {
    const scalar = scalars[type]
    return scalar ? scalar(wire) : message(type, piece(wire))
  }
}

const none = new Uint8Array()

const scalars: Readonly<Partial<Record<string, (wire: WireField['value']) => unknown>>> = {
  bool: wire => integer(wire) !== 0,
  bytes: wire => base64(piece(wire)),
  int: integer,
  intOrString(wire) {
    const fields = fieldsOf(wire)
    const isText = integer(fields.get(1) ?? 0n) === 1
    return isText ? text(fields.get(3) ?? none) : integer(fields.get(2) ?? 0n)
  },
  json: jsonOf,
  microTime: wire => timeOf(wire, 6),
  quantity: wire => text(fieldsOf(wire).get(1) ?? none),
  string: text,
  strings: wire => readFields(piece(wire)).map(({ value }) => text(value)),
  time: wire => timeOf(wire, 0)
}

function fieldsOf(wire: WireField['value']): Map<number, WireField['value']> {
  return new Map(readFields(piece(wire)).map(({ number, value }) => [number, value]))
}

function integer(wire: WireField['value']): number {
  if (typeof wire !== 'bigint') throw malformed('a field holds text where a number belongs')
  return Number(BigInt.asIntN(64, wire))
}

function piece(wire: WireField['value']): Uint8Array {
  if (typeof wire === 'bigint') throw malformed('a field holds a number where text belongs')
  return wire
}

function text(wire: WireField['value']): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(piece(wire))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw malformed('a field holds text that is not UTF-8')
  }
}

/** `RawExtension` and `FieldsV1`: JSON in the bytes of field 1. */
function jsonOf(wire: WireField['value']): unknown {
  const json = text(fieldsOf(wire).get(1) ?? none)
  if (json === '') return null
  try {
    return JSON.parse(json) as unknown
  } catch {
    throw malformed('a field holds something else where JSON belongs')
  }
}

/** Go's zero time is null in JSON. */
function timeOf(wire: WireField['value'], digits: 0 | 6): string | null {
  const fields = fieldsOf(wire)
  const [seconds, nanos] = [integer(fields.get(1) ?? 0n), integer(fields.get(2) ?? 0n)]
  if (seconds === 0 && nanos === 0) return null
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) throw malformed('a field holds a time out of bounds')
  const micros = String(Math.floor(nanos / 1000)).padStart(6, '0')
  return date.toISOString().replace(/\.\d+Z$/, digits === 0 ? 'Z' : `.${micros}Z`)
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false
}

function listIn(object: JsonObject, name: string): unknown[] {
  const found = object[name]
  if (Array.isArray(found)) return found
  const list: unknown[] = []
  object[name] = list
  return list
}

function mapIn(object: JsonObject, name: string): JsonObject {
  const found = object[name]
  if (isRecord(found)) return found
  const map: JsonObject = {}
  object[name] = map
  return map
}

/** A key such as `__proto__` is a key as any other. */
function setOwn(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true
  })
}
