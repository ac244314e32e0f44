import { withoutFields } from '../api/merge/without-fields.ts'
import { type FieldError, formatFieldError, serverPathOf } from '../api/field-error.ts'
import { readNulls } from '../api/read-nulls.ts'
import { validateObject } from '../api/validate.ts'
import { type FieldPath, formatFieldPath } from '../base/field-path.ts'
import { isRecord, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { type Backend, schemaFor } from './backend.ts'
import { decodingFault } from './go-decode.ts'
import type { Resource } from './registry.ts'
import { badRequest, failure, qualified } from './status.ts'

/** `fieldValidation` of a write: refuse unknown fields, warn of them, or drop them in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

export interface Decoded {
  readonly object: KubeObject
  /** Fields that the schema doesn't have, already dropped from the object. */
  readonly unknownFields: readonly string[]
}

/**
 * Turns a request body into an object of the resource, as the API server's decoder does: nulls are read as Go reads
 * them, unknown fields are dropped and named, a value of the wrong type is refused.
 * @throws ApiError 400 or, for kinds of a CustomResourceDefinition, 422
 */
export function decodeObject(backend: Backend, resource: Resource, body: unknown): Decoded {
  const object = needObject(backend, resource, body)
  const errors = validateObject(object, backend.schemas, { onlyStructure: true })
  const wrongType = errors.filter(error => error.type === 'type-invalid')
  const [first] = wrongType
  if (first && resource.builtIn)
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ` +
        decodingFault(resource.kind, wrongType, schemaFor(backend, resource), backend.schemas)
    )
  if (first) throw invalid(resource, object.metadata.name ?? '', wrongType)
  const unknown = errors.filter(error => error.type === 'unknown-field')
  const known = unknown.reduce<unknown>((value, error) => without(value, error.path), object)
  return {
    object: known as KubeObject,
    unknownFields: unknown.map(error => `unknown field "${formatFieldPath(error.path)}"`)
  }
}

function needObject(backend: Backend, resource: Resource, body: unknown): KubeObject {
  if (!isRecord(body)) throw badRequest('the body of the request must be one object')
  const apiVersion = stringOf(body.apiVersion) ?? resource.apiVersion
  const kind = stringOf(body.kind) ?? resource.kind
  if (!resource.builtIn) checkNamesItself(resource, body)
  if (resource.builtIn) checkRegistered(backend, resource, apiVersion, kind)
  if (kind !== resource.kind || !apiVersion.startsWith(resource.group))
    throw badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): it is a ${kind} of ${apiVersion}`
    )
  if (apiVersion !== resource.apiVersion)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${resource.apiVersion})`
    )
  const schema = schemaFor(backend, resource)
  const clean = recordOf(readNulls(body, schema, backend.schemas, !resource.builtIn))
  // What is no object is refused where types are looked at.
  const metadata = (clean.metadata ?? {}) as KubeObject['metadata']
  const fields = withoutFields(clean, 'apiVersion', 'kind', 'metadata')
  return { apiVersion, kind, metadata, ...fields }
}

/** Only kinds that are built in may leave it to the path to say what they are. @throws ApiError 400 */
function checkNamesItself(resource: Resource, body: UnknownRecord): void {
  const missing = (['kind', 'apiVersion'] as const).find(
    field => (stringOf(body[field]) ?? '') === ''
  )
  if (missing === undefined) return
  const text = JSON.stringify(body)
  const field = missing === 'kind' ? 'Kind' : missing
  const start = text.length > 30 ? `${text.slice(0, 30)} ...` : text
  throw badRequest(
    `the object provided is unrecognized (must be of type ${resource.kind}): Object '${field}' is missing in '${text}' (${start})`
  )
}

/** What the decoder says of a body whose kind is another one or none at all. @throws ApiError 400 */
function checkRegistered(
  backend: Backend,
  resource: Resource,
  apiVersion: string,
  kind: string
): void {
  if (apiVersion === resource.apiVersion && kind === resource.kind) return
  const [group = '', version = ''] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion]
  const refused = `${kind} in version "${version}" cannot be handled as a ${resource.kind}`
  const known = backend.registry.byKind({ group, version, kind })
  if (!known)
    throw badRequest(
      `${refused}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`
    )
  if (known.kind === resource.kind && known.group === resource.group) return
  const home = resource.group === '' ? 'core' : resource.group.split('.')[0]
  throw badRequest(
    `${refused}: converting (${version}.${kind}) to (${home ?? ''}.${resource.kind}): unknown conversion`
  )
}

function without(value: unknown, path: FieldPath): unknown {
  const [step, ...rest] = path
  if (step === undefined) return undefined
  if (typeof step === 'number') {
    if (!Array.isArray(value)) return value
    return (value as unknown[]).map((item, i) => (i === step ? without(item, rest) : item))
  }
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value
  const { [step]: entry, ...others } = value
  return rest.length === 0 ? others : { ...value, [step]: without(entry, rest) }
}

/** 422 with every field error in its details, as `NewInvalid` of apimachinery. */
export function invalid(
  resource: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[]
): Error {
  const texts = errors.map(formatFieldError)
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const kind = qualified({ group: resource.group, plural: resource.kind })
  return failure('Invalid', `${kind} "${name}" is invalid: ${list ?? ''}`, {
    ...(name !== '' && { name }),
    ...(resource.group !== '' && { group: resource.group }),
    kind: resource.kind,
    causes: errors.map(error => {
      const field = serverPathOf(error)
      const text = formatFieldError(error)
      return {
        reason: causes[error.server?.type ?? error.type],
        message: text.startsWith(`${field}: `) ? text.slice(field.length + 2) : text,
        field
      }
    })
  })
}

const causes: Readonly<Record<FieldError['type'], string>> = {
  required: 'FieldValueRequired',
  'unknown-field': 'FieldValueInvalid',
  'type-invalid': 'FieldValueTypeInvalid',
  'not-supported': 'FieldValueNotSupported',
  invalid: 'FieldValueInvalid',
  duplicate: 'FieldValueDuplicate',
  forbidden: 'FieldValueForbidden',
  'too-long': 'FieldValueTooLong',
  'too-many': 'FieldValueTooMany',
  'not-found': 'FieldValueNotFound'
}
