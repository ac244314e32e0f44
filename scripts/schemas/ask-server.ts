import { withoutFields } from '../../src/api/merge/without-fields.ts'
import { isRecord, recordOf } from '../../src/base/json.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { gvkKey, gvkOf } from '../../src/model/object.ts'
import type { SchemaSet } from '../../src/api/schema-set.ts'
import type { Verdict } from '../../test/api/agreement.ts'
import type { ApiServer } from './api-server.ts'

interface Status {
  readonly message?: string
  readonly reason?: string
  readonly details?: { readonly causes?: readonly { field?: string; message?: string }[] }
}

/** Sends an object twice as a dry-run create, strictly and leniently, and notes what the server says. */
export async function askServer(
  call: ApiServer['call'],
  object: KubeObject,
  schemas: SchemaSet
): Promise<Verdict> {
  const resource = schemas.resourceOf(gvkOf(object))
  if (!resource) throw new Error(`no resource for ${gvkKey(gvkOf(object))}`)
  const { group, version } = resource.gvk
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const place = resource.namespaced ? '/namespaces/default' : ''
  const url = `${root}${place}/${resource.plural}?dryRun=All&fieldValidation=`
  const body = JSON.stringify(withoutNamespace(object))
  // What the server adds to a generated name is another text every time.
  const { name, generateName } = recordOf(object.metadata)
  const fixed = (text: string): string =>
    typeof generateName === 'string' && generateName !== '' && name === undefined
      ? text.replaceAll(new RegExp(`(${generateName})[a-z0-9]{5}`, 'g'), '$1xxxxx')
      : text
  const strict = await call('POST', `${url}Strict`, body)
  const lenient = await call('POST', `${url}Ignore`, body)
  const unknown = unknownFields(JSON.parse(strict.body) as Status)
  const answer = JSON.parse(fixed(lenient.body)) as Status
  return {
    ...(unknown.length > 0 && { unknown }),
    ...(lenient.status === 201 ? { stored: asAsked(answer) } : refusal(answer))
  }
}

/** The namespaces of the manifests don't exist on this server, and are no matter of validation. */
function withoutNamespace(object: KubeObject): unknown {
  if (!isRecord(object.metadata)) return object
  return { ...object, metadata: withoutFields(object.metadata, 'namespace') }
}

/** The stored object without what is new every time. */
function asAsked(stored: unknown): unknown {
  const { metadata } = recordOf(stored)
  const fresh = ['uid', 'creationTimestamp', 'managedFields', 'namespace'] as const
  const kept = withoutFields(recordOf(metadata), ...fresh)
  const text = JSON.stringify({ ...recordOf(stored), metadata: kept })
  return JSON.parse(text.replaceAll(uid, anyUid).replace(phaseTime, '$1')) as unknown
}

function unknownFields(status: Status): string[] {
  if (!status.message?.includes('strict decoding error')) return []
  return [...status.message.matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)].map(
    ([, name = '']) => name
  )
}

function refusal(status: Status): Verdict {
  const causes = (status.details?.causes ?? [])
    // Where it leaves out rules of a CustomResourceDefinition it says so, which is nothing about the object.
    .filter(({ field }) => field !== '<nil>')
    .map(({ field = '', message = '' }) => `${field}: ${message}`.replaceAll(uid, anyUid))
  if (status.reason === 'Invalid') return { refused: [...new Set(causes)].sort() }
  return { unreadable: status.message ?? '' }
}

/** The time of the question, which the server writes beside the phase of a new volume and a condition of its own. */
const phaseTime = /(":"\w+"),"last(?:Phase)?TransitionTime":"[^"]*"/g
const anyUid = '00000000-0000-0000-0000-000000000000'
const uid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
