import { isRecord, numberOf, recordOf } from '../base/json.ts'
import { jsonMergePatch } from '../api/merge/json-merge-patch.ts'
import { jsonPatch } from '../api/merge/json-patch.ts'
import type { KubeObject } from '../model/object.ts'
import { formatSelector } from '../model/selector.ts'
import type { Pod } from '../model/pod.ts'
import { contentTypeOf, readBody, readJson } from './body.ts'
import { containerOf } from './container-of.ts'
import { deleteObject, finishDeletion } from './deletion.ts'
import type { ApiResponse } from './practice-cluster.ts'
import { withPatchErrors } from './patch-errors.ts'
import { getObject } from './reads.ts'
import { type Call, json, one } from './call.ts'
import { patch, put } from './call-writes.ts'
import {
  badRequest,
  conflict,
  failure,
  methodNotAllowed,
  notSimulated,
  success,
  unknownPath
} from './status.ts'
import { updateObject } from './writes.ts'

/** Answers below an object: status, scale, log and the like. @throws ApiError */
export function answerSubresource(call: Call, subresource: string): ApiResponse {
  const { path, resource } = call
  if (path.name === undefined || (resource.namespaced && path.namespace === undefined))
    throw unknownPath()
  const [first = ''] = subresource.split('/')
  const sentence = refused[`${resource.plural}/${first}`]
  if (sentence !== undefined) throw notSimulated(sentence)
  if (!resource.subresources.includes(subresource)) throw unknownPath()
  switch (subresource) {
    case 'status':
    case 'ephemeralcontainers':
      return onPart(call, path.name, subresource)
    case 'scale':
      return onScale(call, path.name)
    case 'log':
      return onLog(call, path.name)
    case 'finalize':
      return onFinalize(call, path.name)
    case 'eviction':
      return onEviction(call, path.name)
    case 'exec':
    case 'attach':
    case 'portforward':
      getObject(call.server.backend, call.resource, call.path.namespace, path.name)
      // With a WebSocket such a request doesn't come here but to the upgrade.
      throw badRequest('Upgrade request required')
    default:
      throw unknownPath()
  }
}

const refused: Readonly<Record<string, string>> = {
  'pods/proxy':
    'The practice cluster does not proxy into Pods. Use kubectl exec with curl or wget in another Pod.',
  'services/proxy':
    'The practice cluster does not proxy to Services. Use kubectl exec with curl or wget in a Pod.',
  'nodes/proxy': 'The node of the practice cluster is simulated and has no kubelet to ask.',
  'serviceaccounts/token':
    'The practice cluster gives out no ServiceAccount tokens: its one user may do everything.'
}

/** The object itself, of which only one part may be written. */
function onPart(call: Call, name: string, subresource: string): ApiResponse {
  const { server, route, path, resource } = call
  if (!['GET', 'PUT', 'PATCH'].includes(route.method)) throw methodNotAllowed()
  if (route.method === 'PUT') return put(call, name, subresource)
  const object = getObject(server.backend, resource, path.namespace, name)
  if (route.method === 'GET') return one(call, object, 200)
  return patch(call, name, subresource)
}

/** `Scale` of autoscaling/v1: the number of replicas and nothing else. */
function onScale(call: Call, name: string): ApiResponse {
  const { server, request, route, path, resource } = call
  const object = getObject(server.backend, resource, path.namespace, name)
  const current = scaleOf(object)
  if (route.method === 'GET') return json(200, current)
  if (route.method !== 'PUT' && route.method !== 'PATCH') throw methodNotAllowed()
  const wanted =
    route.method === 'PUT'
      ? readBody(request.headers, request.body, server.parseYaml)
      : patchedScale(call, current)
  if (!isRecord(wanted)) throw badRequest('the body of the request must be a Scale')
  const { resourceVersion } = recordOf(wanted.metadata)
  if (
    typeof resourceVersion === 'string' &&
    resourceVersion !== '' &&
    resourceVersion !== object.metadata.resourceVersion
  )
    throw conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again'
    )
  const replicas = numberOf(recordOf(wanted.spec).replicas) ?? 0
  if (replicas < 0 || !Number.isInteger(replicas))
    throw failure(
      'Invalid',
      `Scale.autoscaling "${name}" is invalid: spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0`,
      { name, group: 'autoscaling', kind: 'Scale' }
    )
  const scaled = { ...object, spec: { ...recordOf(object.spec), replicas } }
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown'
  const stored = updateObject(
    server.backend,
    resource,
    object,
    scaled,
    {
      manager: route.query.get('fieldManager') ?? agent,
      dryRun: route.query.getAll('dryRun').includes('All'),
      validation: 'Ignore'
    },
    'scale'
  )
  return json(200, scaleOf(stored))
}

function patchedScale({ request }: Call, current: unknown): unknown {
  const body = readJson(request.body ?? '')
  return withPatchErrors(() =>
    contentTypeOf(request.headers) === 'application/json-patch+json'
      ? jsonPatch(current, body)
      : jsonMergePatch(current, body)
  )
}

function scaleOf(object: KubeObject): Record<string, unknown> {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const spec = recordOf(object.spec)
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    // Go leaves a zero out here, and writes it in the status.
    spec: numberOf(spec.replicas) === 0 ? {} : { replicas: numberOf(spec.replicas) },
    status: {
      replicas: numberOf(recordOf(object.status).replicas) ?? 0,
      selector: formatSelector(recordOf(spec.selector))
    }
  }
}

function onLog(call: Call, name: string): ApiResponse {
  const { server, route, path, resource } = call
  if (route.method !== 'GET') throw methodNotAllowed()
  const pod = getObject(server.backend, resource, path.namespace, name) as Pod
  const container = containerOf(pod, route.query.get('container') ?? undefined)
  if (pod.status?.phase === 'Pending')
    throw badRequest(
      `container "${container.name}" in pod "${name}" is waiting to start: ContainerCreating`
    )
  const headers = { 'content-type': 'text/plain' }
  const text = tail(server.workload.log(pod, container), route.query.get('tailLines'))
  return { status: 200, headers, body: text }
}

function tail(text: string, lines: string | null): string {
  if (lines === null || !/^\d+$/.test(lines)) return text
  const all = text.replace(/\n$/, '').split('\n')
  const last = all.slice(Math.max(0, all.length - Number(lines)))
  return text === '' || Number(lines) === 0 ? '' : `${last.join('\n')}\n`
}

/** How a namespace controller says that a namespace is empty. */
function onFinalize(call: Call, name: string): ApiResponse {
  const { server, request, route, resource } = call
  if (route.method !== 'PUT') throw methodNotAllowed()
  const namespace = getObject(server.backend, resource, undefined, name)
  const body = recordOf(readBody(request.headers, request.body, server.parseYaml))
  const stored = server.backend.store.put(resource.key, { ...namespace, spec: recordOf(body.spec) })
  finishDeletion(server.backend, resource, stored)
  return one(call, stored, 200)
}

function onEviction(call: Call, name: string): ApiResponse {
  const { server, route, path, resource } = call
  if (route.method !== 'POST') throw methodNotAllowed()
  const pod = getObject(server.backend, resource, path.namespace, name)
  if (!route.query.getAll('dryRun').includes('All')) deleteObject(server.backend, resource, pod)
  return json(201, success())
}
