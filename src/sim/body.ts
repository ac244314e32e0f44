import { isRecord } from '../base/json.ts'
import type { Result } from '../base/result.ts'
import { badRequest, failure } from './status.ts'

export const jsonType = 'application/json'
const yamlType = 'application/yaml'

/** The media type of a request body without its parameters. */
export function contentTypeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? jsonType).split(';')[0]?.trim().toLowerCase() ?? jsonType
}

/** Reads a body that is an object, in JSON or YAML. @throws ApiError 400, 415 */
export function readBody(
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
  parseYaml: (text: string) => Result<unknown, string>
): unknown {
  const type = contentTypeOf(headers)
  if (type === yamlType) return readYaml(body ?? '', parseYaml)
  if (type === jsonType || type === '') return readJson(body ?? '')
  throw unsupportedMediaType(type, [jsonType, yamlType])
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw badRequest(`the body of the request is not JSON: ${messageOf(error)}`)
  }
}

/** @throws ApiError 400 with the parser's sentence */
export function readYaml(
  text: string,
  parseYaml: (text: string) => Result<unknown, string>
): unknown {
  const parsed = parseYaml(text)
  if (!parsed.ok) throw badRequest(`error decoding YAML: ${parsed.error}`)
  return parsed.value
}

export function unsupportedMediaType(type: string, supported: readonly string[]): Error {
  return failure(
    'UnsupportedMediaType',
    `the body of the request was in an unknown format (${type}) - accepted media types include: ${supported.join(', ')}`
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** How the client wants its answer. */
export type AnswerShape = 'object' | 'table' | 'metadata'

/** Reads the Accept header: the first type that can be given. @throws ApiError 406 */
export function answerShape(accept: string | undefined): AnswerShape {
  if (accept === undefined || accept.trim() === '') return 'object'
  for (const part of accept.split(',')) {
    const [type = '', ...parameters] = part.split(';').map(one => one.trim().toLowerCase())
    const as = parameters.find(one => one.startsWith('as='))?.slice(3)
    const isJson = type === jsonType || type === '*/*' || type === 'application/*'
    if (!isJson) continue
    const version = parameters.find(one => one.startsWith('v='))?.slice(2)
    if (as === undefined) return 'object'
    if (version !== undefined && version !== 'v1') continue
    if (as === 'table') return 'table'
    if (as === 'partialobjectmetadata' || as === 'partialobjectmetadatalist') return 'metadata'
  }
  throw failure(
    'NotAcceptable',
    `only the following media types are accepted: ${jsonType}, ${jsonType};as=Table;v=v1;g=meta.k8s.io, ` +
      `${jsonType};as=PartialObjectMetadata;v=v1;g=meta.k8s.io`
  )
}

/** `DeleteOptions` of a DELETE, from the body or the query. */
export function deleteOptionsOf(body: unknown, query: URLSearchParams): Record<string, unknown> {
  const options: Record<string, unknown> = isRecord(body) ? { ...body } : {}
  const policy = query.get('propagationPolicy')
  if (policy !== null) options.propagationPolicy = policy
  const grace = query.get('gracePeriodSeconds')
  if (grace !== null) options.gracePeriodSeconds = Number(grace)
  if (query.get('dryRun') !== null) options.dryRun = query.getAll('dryRun')
  if (query.get('orphanDependents') === 'true') options.propagationPolicy = 'Orphan'
  return options
}
