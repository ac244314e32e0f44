import { badRequest } from '../status.ts'
import { unsupportedMediaType } from '../body.ts'
import { decodeMessage } from './decode-message.ts'
import type { ProtobufMessages } from './messages.ts'
import { malformed, readFields } from './wire.ts'

/** What kubectl's commands without a manifest send, such as `kubectl create namespace`. */
export const protobufType = 'application/vnd.kubernetes.protobuf'

/** The four bytes before every object: `k8s` and zero. */
const prefix = [0x6b, 0x38, 0x73, 0x00]

/**
 * Reads an object in Kubernetes' envelope: https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 * @throws ApiError 400 when it is malformed, 415 for a kind without a message
 */
export function readProtobufBody(
  bytes: Uint8Array,
  schema: ProtobufMessages
): Record<string, unknown> {
  if (prefix.some((byte, i) => bytes[i] !== byte))
    throw badRequest(
      `provided data does not appear to be a protobuf message, expected prefix [${prefix.join(' ')}]`
    )
  if (bytes.length === prefix.length) throw malformed('it is empty')
  const envelope = partsOf(bytes.subarray(prefix.length))
  const type = partsOf(envelope.get(1) ?? new Uint8Array())
  const [apiVersion, kind] = [textOf(type.get(1)), textOf(type.get(2))]
  if (textOf(envelope.get(3)) !== '') throw malformed('its content is encoded once more')
  // Every group has the same DeleteOptions.
  const key = kind === 'DeleteOptions' ? 'v1/DeleteOptions' : `${apiVersion}/${kind}`
  const name = Object.hasOwn(schema.kinds, key) ? schema.kinds[key] : undefined
  if (name === undefined)
    throw unsupportedMediaType(`${protobufType} of ${apiVersion} ${kind}`, [
      'application/json',
      'application/yaml'
    ])
  const object = decodeMessage(schema, name, envelope.get(2) ?? new Uint8Array())
  return { kind, apiVersion, ...object }
}

/** The pieces of bytes in a message by their field's number. */
function partsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const parts = new Map<number, Uint8Array>()
  for (const { number, value } of readFields(bytes))
    if (typeof value !== 'bigint') parts.set(number, value)
  return parts
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes)
}
