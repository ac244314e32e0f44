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
  const namespace = object.metadata.namespace ?? 'default'
  const url = `${group === '' ? `/api/${version}` : `/apis/${group}/${version}`}${resource.namespaced ? `/namespaces/${namespace}` : ''}/${resource.plural}?dryRun=All&fieldValidation=`
  const body = JSON.stringify(object)
  const strict = await call('POST', `${url}Strict`, body)
  const lenient = await call('POST', `${url}Ignore`, body)
  const unknown = unknownFields(JSON.parse(strict.body) as Status)
  const answer = JSON.parse(lenient.body) as Status
  return {
    ...(unknown.length > 0 && { unknown }),
    ...(lenient.status === 201 ? { stored: answer } : refusal(answer))
  }
}

function unknownFields(status: Status): string[] {
  if (!status.message?.includes('strict decoding error')) return []
  return [...status.message.matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)].map(
    ([, name = '']) => name
  )
}

function refusal(status: Status): Verdict {
  const causes = (status.details?.causes ?? []).map(
    ({ field = '', message = '' }) => `${field}: ${message}`
  )
  if (status.reason === 'Invalid') return { refused: [...new Set(causes)].sort() }
  return { unreadable: status.message ?? '' }
}
