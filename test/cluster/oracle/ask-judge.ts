import { itemsOf, recordOf, stringOf } from '../../../src/base/json.ts'
import type { Call, Judge } from './judge.ts'
import type { SentObject } from './questions.ts'

/** What an API server makes of one object. */
export type Answer =
  | { readonly said: 'accepted' }
  | {
      readonly said: 'refused'
      /** Its words, a sentence for each fault. */
      readonly words: readonly string[]
      /** The fields that it names, as far as it names any. */
      readonly fields: readonly string[]
    }
  /** It has no such kind, or answers by something that is no property of the object. */
  | { readonly said: 'no-such-kind' | 'other'; readonly words: readonly string[] }

/**
 * Sends an object as a strict dry-run, as a lenient one where that is refused, and, where it asks for
 * addresses or ports that a dry-run does not reserve, as a real create in the run's namespace. The URL of
 * what was created is added to `made`.
 */
export async function askJudge(judge: Judge, object: SentObject, made: string[]): Promise<Answer> {
  const resource = await resourceOf(judge.call, object)
  if (!resource) {
    const what = `no matches for kind "${object.kind}" in version "${object.apiVersion}"`
    return { said: 'no-such-kind', words: [what] }
  }
  const root = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : '/api/v1'
  const place = resource.namespaced ? `/namespaces/${judge.namespace}` : ''
  const url = `${root}${place}/${resource.name}`
  const body = resource.namespaced ? object.textIn(judge.namespace) : object.text
  const send = async (query: string): Promise<Answer> =>
    answerOf(await judge.call('POST', `${url}?${query}`, body, object.contentType))
  const earlier = `${url}/${String(recordOf(recordOf(object.value).metadata).name)}`
  // Another version of the same object takes what that one had.
  if (made.includes(earlier)) await judge.call('DELETE', earlier)
  const strict = await send('dryRun=All&fieldValidation=Strict')
  if (strict.said === 'refused') {
    const lenient = await send('dryRun=All&fieldValidation=Ignore')
    return lenient.said === 'refused' ? both(strict, lenient) : strict
  }
  if (strict.said !== 'accepted' || !reserves(object)) return strict
  return await createReally(judge, url, object, made)
}

/** A strict refusal names unknown fields only; the lenient one tells what is wrong besides. */
function both(strict: Answer & { said: 'refused' }, lenient: Answer & { said: 'refused' }): Answer {
  const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])]
  return {
    said: 'refused',
    words: union(strict.words, lenient.words),
    fields: union(strict.fields, lenient.fields)
  }
}

interface Resource {
  readonly name: string
  readonly namespaced: boolean
}

const known = new WeakMap<Call, Map<string, ReadonlyMap<string, Resource>>>()

async function resourceOf(
  call: Call,
  { apiVersion, kind }: SentObject
): Promise<Resource | undefined> {
  if (!/^(?:[\w.-]+\/)?[\w.-]+$/.test(apiVersion)) return undefined
  const versions = known.get(call) ?? new Map<string, ReadonlyMap<string, Resource>>()
  known.set(call, versions)
  const resources = versions.get(apiVersion) ?? (await discover(call, apiVersion))
  versions.set(apiVersion, resources)
  return resources.get(kind)
}

async function discover(call: Call, apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
  const url = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const { status, body } = await call('GET', url)
  if (status !== 200) return new Map()
  return new Map(
    itemsOf(recordOf(JSON.parse(body)).resources)
      .map(recordOf)
      .filter(({ name, verbs }) => !String(name).includes('/') && itemsOf(verbs).includes('create'))
      .map(({ name, kind, namespaced }) => [
        String(kind),
        { name: String(name), namespaced: namespaced === true }
      ])
  )
}

function answerOf({ status, body }: { readonly status: number; readonly body: string }): Answer {
  if (status === 200 || status === 201) return { said: 'accepted' }
  const { reason, message, details } = recordOf(JSON.parse(body))
  const told = stringOf(message) ?? `status ${status}`
  // Something of that name is there already, which is told after the object was found valid.
  if (reason === 'AlreadyExists') return { said: 'accepted' }
  // A webhook chooses its own status and names fields in its words, if at all.
  if (/^admission webhook .* denied the request/.test(told))
    return { said: 'refused', words: [told], fields: [] }
  if (reason !== 'Invalid' && reason !== 'BadRequest' && status !== 400)
    return { said: 'other', words: [told] }
  const causes = itemsOf(recordOf(details).causes).map(recordOf)
  const named = causes.filter(({ field }) => typeof field === 'string' && field !== '<nil>')
  return {
    said: 'refused',
    words:
      named.length > 0 ? named.map(one => `${String(one.field)}: ${String(one.message)}`) : [told],
    fields: [...named.map(({ field }) => String(field)), ...strictFields(told)]
  }
}

/** Unknown and doubled fields, which a strict refusal lists in its message alone. */
function strictFields(message: string): string[] {
  return [...message.matchAll(/(?:unknown|duplicate) field "((?:[^"\\]|\\.)*)"/g)].map(
    ([, field = '']) => field
  )
}

/** Whether an object asks for a port or an address of its choice, which only a real create reserves. */
function reserves({ apiVersion, kind, value }: SentObject): boolean {
  if (apiVersion !== 'v1' || kind !== 'Service') return false
  const { clusterIP, clusterIPs, healthCheckNodePort, ports } = recordOf(recordOf(value).spec)
  const asksForAddress = clusterIP !== undefined || clusterIPs !== undefined
  const asksForPort = itemsOf(ports).some(port => recordOf(port).nodePort !== undefined)
  return asksForAddress || asksForPort || healthCheckNodePort !== undefined
}

/** Creates a Service. No load balancer is asked for: the class is one that nobody serves. */
async function createReally(
  judge: Judge,
  url: string,
  { value }: SentObject,
  made: string[]
): Promise<Answer> {
  const { metadata, spec, ...rest } = recordOf(value)
  const isBalanced = recordOf(spec).type === 'LoadBalancer'
  const body = JSON.stringify({
    ...rest,
    metadata: { ...recordOf(metadata), namespace: judge.namespace },
    spec: { ...recordOf(spec), ...(isBalanced && { loadBalancerClass: 'netlabs/none' }) }
  })
  const answer = await judge.call('POST', `${url}?fieldValidation=Strict`, body)
  if (answer.status === 201) {
    const { name } = recordOf(recordOf(JSON.parse(answer.body)).metadata)
    made.push(`${url}/${String(name)}`)
  }
  return answerOf(answer)
}
