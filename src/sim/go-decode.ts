import type { FieldError } from '../api/field-error.ts'
import type { Schema } from '../api/schema.ts'
import { resolved, type SchemaResolver } from '../api/merge/schema-walk.ts'
import { isRecord } from '../base/json.ts'

/**
 * A value of the wrong type in the words of the decoder of Go (`encoding/json`), which knows the types of Go:
 * `json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32`.
 */
export function decodingFault(
  kind: string,
  errors: readonly FieldError[],
  schema: Schema | undefined,
  schemas: SchemaResolver
): string {
  const places = errors.map(error => ({ error, place: placeOf(kind, error, schema, schemas) }))
  // A Quantity reads itself, and its error comes before all others.
  const quantity = places.find(({ place }) => place.schema?.format === 'quantity')
  if (quantity)
    return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  const [first] = places
  if (!first) return ''
  const { struct, names, type } = first.place
  const { badValue } = first.error
  const number = type.startsWith('int') && typeof badValue === 'number' ? ` ${badValue}` : ''
  return `json: cannot unmarshal ${jsonTypeOf(badValue)}${number} into Go struct field ${struct}.${names.join('.')} of type ${type}`
}

interface Place {
  /** The Go struct with the field that fails. */
  readonly struct: string
  /** Fields on the way; keys of maps and indices of lists are none. */
  readonly names: readonly string[]
  readonly schema: Schema | undefined
  /** The Go type that the value had to have. */
  readonly type: string
}

function placeOf(
  kind: string,
  { path }: FieldError,
  root: Schema | undefined,
  schemas: SchemaResolver
): Place {
  let node: Schema | undefined = root
  let within = kind
  let struct = kind
  let named: string | undefined
  const names: string[] = []
  for (const step of path) {
    const target: Schema | undefined = resolved(node, schemas)
    const ref = node?.$ref
    if (ref !== undefined && target?.properties) within = lastPart(ref)
    const property = typeof step === 'string' ? target?.properties?.[step] : undefined
    if (typeof step === 'string' && property) {
      const inlined = inlinedStructs[within]?.[step]
      struct = inlined ?? within
      named = namedTypes[`${struct}.${step}`]
      names.push(...(inlined === undefined ? [step] : [inlined, step]))
      node = property
    } else node = typeof step === 'number' ? target?.items : target?.additionalProperties
  }
  return { struct, names, schema: resolved(node, schemas), type: goType(node, schemas, named) }
}

function goType(
  node: Schema | undefined,
  schemas: SchemaResolver,
  named: string | undefined
): string {
  const target = resolved(node, schemas)
  if (target?.intOrString) return 'int32'
  switch (target?.type) {
    case 'integer':
      return target.format ?? 'int64'
    case 'number':
      return 'float64'
    case 'boolean':
      return 'bool'
    case 'string':
      return named ?? 'string'
    case 'array':
      return `[]${goType(target.items, schemas, named)}`
    default:
      if (node?.$ref !== undefined) return node.$ref.split('.').slice(-2).join('.')
      return target?.additionalProperties
        ? `map[string]${goType(target.additionalProperties, schemas, named)}`
        : 'map[string]interface {}'
  }
}

/** Strings with a Go type of their own, by struct and field; the schema does not tell. */
const namedTypes: Readonly<Record<string, string>> = {
  'ServicePort.protocol': 'v1.Protocol',
  'ContainerPort.protocol': 'v1.Protocol',
  'NetworkPolicyPort.protocol': 'v1.Protocol',
  'EndpointPort.protocol': 'v1.Protocol',
  'ServiceSpec.type': 'v1.ServiceType',
  'ServiceSpec.ipFamilies': 'v1.IPFamily',
  'ServiceSpec.ipFamilyPolicy': 'v1.IPFamilyPolicy',
  'ServiceSpec.sessionAffinity': 'v1.ServiceAffinity',
  'ServiceSpec.externalTrafficPolicy': 'v1.ServiceExternalTrafficPolicy',
  'ServiceSpec.internalTrafficPolicy': 'v1.ServiceInternalTrafficPolicy',
  'NetworkPolicySpec.policyTypes': 'v1.PolicyType',
  'HTTPIngressPath.pathType': 'v1.PathType',
  'PodSpec.restartPolicy': 'v1.RestartPolicy',
  'PodSpec.dnsPolicy': 'v1.DNSPolicy',
  'Container.imagePullPolicy': 'v1.PullPolicy',
  'EndpointSlice.addressType': 'v1.AddressType'
}

/** Go writes a struct without a field name of its own into the path, by the name of its type. */
const inlinedStructs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  IngressRule: { http: 'IngressRuleValue' },
  Probe: {
    httpGet: 'ProbeHandler',
    tcpSocket: 'ProbeHandler',
    exec: 'ProbeHandler',
    grpc: 'ProbeHandler'
  }
}

function lastPart(ref: string): string {
  return ref.split('.').at(-1) ?? ref
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (isRecord(value)) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
