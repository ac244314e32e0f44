import { recordOf, stringOf } from '../base/json.ts'
import { ok } from '../base/result.ts'
import { callApi } from './call-api.ts'
import type { Access, AccessAnswer, Answer, CallOptions, ServerVersion } from './cluster.ts'
import type { Transport } from './transport.ts'

/**
 * What the server says of itself at `/version`. It is the first question to a cluster, with a person
 * waiting, and takes no work to answer: ten seconds are generous.
 */
export async function readVersion(transport: Transport): Answer<ServerVersion> {
  const answer = await callApi(transport, { method: 'GET', path: '/version', timeoutMs: 10_000 })
  if (!answer.ok) return answer
  const { gitVersion, major, minor } = recordOf(answer.value)
  return ok({
    gitVersion: stringOf(gitVersion) ?? '',
    major: leadingNumber(major),
    // Managed clusters write a minor version such as "33+".
    minor: leadingNumber(minor)
  })
}

/** Reads `/openapi/v3` and the documents that it lists, a few at a time. */
export async function readOpenApi(
  transport: Transport,
  wanted: (path: string) => boolean
): Answer<Readonly<Record<string, unknown>>> {
  const index = await callApi(transport, { method: 'GET', path: '/openapi/v3' })
  if (!index.ok) return index
  const paths = Object.entries(recordOf(recordOf(index.value).paths)).filter(([path]) =>
    wanted(path)
  )
  const documents: Record<string, unknown> = {}
  for (let at = 0; at < paths.length; at += parallelDocuments) {
    const answers = await Promise.all(
      paths
        .slice(at, at + parallelDocuments)
        .map(async ([path, entry]) => [path, await readDocument(transport, path, entry)] as const)
    )
    for (const [path, answer] of answers) {
      if (!answer.ok) return answer
      documents[path] = answer.value
    }
  }
  return ok(documents)
}

/** Asks the server's authorizer about this very user. */
export async function reviewAccess(
  transport: Transport,
  access: Access,
  options: CallOptions = {}
): Answer<AccessAnswer> {
  const answer = await callApi(transport, {
    ...options,
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: access }
    })
  })
  if (!answer.ok) return answer
  const { allowed, reason } = recordOf(recordOf(answer.value).status)
  const said = stringOf(reason)
  return ok({
    allowed: allowed === true,
    ...(said !== undefined && said !== '' && { reason: said })
  })
}

const parallelDocuments = 4

/** `serverRelativeURL` carries a hash, so that proxies and the server may cache the document for long. */
function readDocument(transport: Transport, path: string, entry: unknown): Answer<unknown> {
  const url = stringOf(recordOf(entry).serverRelativeURL) ?? `/openapi/v3/${path}`
  const [pathname = url, search = ''] = url.split('?')
  const query = Object.fromEntries(new URLSearchParams(search))
  return callApi(transport, { method: 'GET', path: pathname, query })
}

function leadingNumber(value: unknown): number {
  return Number.parseInt(stringOf(value) ?? '', 10) || 0
}
