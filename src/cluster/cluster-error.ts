import { isRecord, itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'

/** Why the cluster didn't do what it was asked. Callers decide by `reason`, never by the text. */
export type ClusterErrorReason =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'invalid'
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  | 'untrusted-certificate'
  | 'exec-plugin'
  | 'kubeconfig'
  | 'too-many-requests'
  | 'server-error'

export interface ClusterError {
  readonly reason: ClusterErrorReason
  /** What is the case, as a sentence for a person. */
  readonly message: string
  /** What to do next, as a sentence for a person. */
  readonly hint?: string
  /** The API server's own answer, when it gave one. */
  readonly status?: Status
}

/** `Status` of apimachinery meta/v1, the body of every refusal of an API server. */
export interface Status {
  readonly code?: number
  readonly reason?: string
  readonly message?: string
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly uid?: string
    readonly retryAfterSeconds?: number
    readonly causes?: readonly StatusCause[]
  }
}

export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

/** What a `Transport` rejects with: there was no answer, or the protocol switch was refused. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  readonly error: ClusterError

  constructor(error: ClusterError, cause?: unknown) {
    super(error.message, { cause })
    this.error = error
  }
}

/** The error of an answer whose HTTP status isn't a success. The body may be a `Status` or any text. */
export function errorOfResponse(response: {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}): ClusterError {
  return errorOfStatus(statusOf(response))
}

/** The error that a `Status` stands for, with the server's own words where they are good ones. */
export function errorOfStatus(status: Status): ClusterError {
  const reason = reasonOf(status)
  const said = sentence(status.message ?? '')
  switch (reason) {
    case 'unauthorized':
      return {
        reason,
        status,
        message: 'The cluster does not accept the credentials of this context.',
        hint: 'Sign in again with the tool that made the kubeconfig, then retry.'
      }
    case 'forbidden':
      return {
        reason,
        status,
        message: `The cluster refuses this: ${said === '' ? 'access is forbidden.' : said}`,
        // Admission refuses with the status of a missing right, and no Role helps against it.
        hint: /violates PodSecurity|denied the request/.test(said)
          ? 'Correct what the message names, then retry.'
          : 'Ask for a Role that allows it, or choose another context.'
      }
    case 'not-found':
      if (status.details?.kind === 'namespaces')
        return {
          reason,
          status,
          message: `The Namespace ${status.details.name ?? ''} does not exist.`,
          hint: 'Apply the manifest of the Namespace first.'
        }
      return {
        reason,
        status,
        message: said === '' ? 'The cluster has no such object.' : `The cluster says: ${said}`,
        hint: 'Check the name and the namespace, or apply the manifest first.'
      }
    case 'conflict':
      return status.details?.causes?.some(cause => cause.reason === 'FieldManagerConflict') === true
        ? {
            reason,
            status,
            message: `Another field manager owns fields of this object. ${said}`,
            hint: 'Leave those fields out of the manifest, or apply again and take them over on purpose.'
          }
        : {
            reason,
            status,
            message: `The object is not as this request expects it. ${said}`.trim(),
            hint: 'Read the object again, then retry.'
          }
    case 'gone':
      return {
        reason,
        status,
        message: 'The cluster no longer keeps the history that was asked for.',
        hint: 'List the objects again.'
      }
    case 'invalid':
      return {
        reason,
        status,
        message: `The cluster does not accept this. ${said}`.trim(),
        hint: 'Correct the fields that the message names, then retry.'
      }
    case 'timeout':
      return {
        reason,
        status,
        message: `The API server ran out of time. ${said}`.trim(),
        hint: 'Retry; if it goes on, look at the health of the control plane.'
      }
    case 'too-many-requests':
      return {
        reason,
        status,
        message: 'The API server takes no more requests at the moment.',
        hint: 'Wait a few seconds, then retry.'
      }
    default:
      return {
        reason: 'server-error',
        status,
        message:
          `The API server answered with an error (${status.code ?? 'no code'}). ${said}`.trim(),
        hint: 'Retry; if it goes on, look at the logs of the API server.'
      }
  }
}

/** Reads a `Status` out of a response; any other body becomes the message of one. */
export function statusOf(response: {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}): Status {
  const retryAfter = Number(response.headers?.['retry-after'])
  const parsed = parsedJson(response.body)
  const read = isRecord(parsed) && parsed.kind === 'Status' ? statusFrom(parsed) : undefined
  const code = read?.code ?? response.status
  if (read) return { ...read, code }
  const text = response.body.trim()
  return {
    code,
    // A proxy's page of HTML says nothing to a person.
    ...(text === '' || text.startsWith('<') ? {} : { message: text.slice(0, 500) }),
    ...(Number.isFinite(retryAfter) ? { details: { retryAfterSeconds: retryAfter } } : {})
  }
}

/** A `Status` out of JSON of unknown shape, such as the object of a watch's ERROR event. */
export function statusFrom(value: unknown): Status {
  const fields = recordOf(value)
  const details = recordOf(fields.details)
  return {
    ...defined({
      code: numberOf(fields.code),
      reason: stringOf(fields.reason),
      message: stringOf(fields.message)
    }),
    details: {
      ...defined({
        name: stringOf(details.name),
        group: stringOf(details.group),
        kind: stringOf(details.kind),
        uid: stringOf(details.uid),
        retryAfterSeconds: numberOf(details.retryAfterSeconds)
      }),
      causes: itemsOf(details.causes).map(cause => {
        const { reason, message, field } = recordOf(cause)
        return defined({
          reason: stringOf(reason),
          message: stringOf(message),
          field: stringOf(field)
        })
      })
    }
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
const reasons: Readonly<Record<string, ClusterErrorReason>> = {
  Unauthorized: 'unauthorized',
  Forbidden: 'forbidden',
  NotFound: 'not-found',
  AlreadyExists: 'conflict',
  Conflict: 'conflict',
  Gone: 'gone',
  Expired: 'gone',
  Invalid: 'invalid',
  BadRequest: 'invalid',
  RequestEntityTooLarge: 'invalid',
  UnsupportedMediaType: 'invalid',
  Timeout: 'timeout',
  ServerTimeout: 'timeout',
  TooManyRequests: 'too-many-requests'
}

const codes: Readonly<Record<number, ClusterErrorReason>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  429: 'too-many-requests',
  504: 'timeout'
}

function reasonOf(status: Status): ClusterErrorReason {
  return reasons[status.reason ?? ''] ?? codes[status.code ?? 0] ?? 'server-error'
}

/** Server messages start in lower case and have no full stop; a person reads a sentence. */
function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller takes the text as it is.
    return undefined
  }
}

function defined<Fields extends object>(
  fields: Fields
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>
  }
}
