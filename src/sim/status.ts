import { withoutFields } from '../api/merge/without-fields.ts'
import type { KubeObject } from '../model/object.ts'

/** `Status` of apimachinery meta/v1: how the API server answers when there is no object to answer with. */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Readonly<Record<string, string>>
  readonly status: 'Success' | 'Failure'
  readonly message?: string
  readonly reason?: StatusReason
  readonly details?: StatusDetails
  readonly code?: number
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

export interface StatusCause {
  readonly reason?: string
  readonly message: string
  readonly field?: string
}

/** The reasons of apimachinery meta/v1 that the practice cluster gives. */
export type StatusReason =
  | 'AlreadyExists'
  | 'BadRequest'
  | 'Conflict'
  | 'Expired'
  | 'Forbidden'
  | 'InternalError'
  | 'Invalid'
  | 'MethodNotAllowed'
  | 'NonZeroExitCode'
  | 'NotAcceptable'
  | 'NotFound'
  | 'NotImplemented'
  | 'RequestEntityTooLarge'
  | 'Unauthorized'
  | 'UnsupportedMediaType'

const codes: Readonly<Record<StatusReason, number>> = {
  AlreadyExists: 409,
  BadRequest: 400,
  Conflict: 409,
  Expired: 410,
  Forbidden: 403,
  InternalError: 500,
  Invalid: 422,
  MethodNotAllowed: 405,
  NonZeroExitCode: 500,
  NotAcceptable: 406,
  NotFound: 404,
  NotImplemented: 501,
  RequestEntityTooLarge: 413,
  Unauthorized: 401,
  UnsupportedMediaType: 415
}

/** Group and plural of a resource as messages name it: `deployments.apps`, `pods`. */
export interface ResourceName {
  readonly group: string
  readonly plural: string
}

/** A refusal on its way to the client. Thrown inside the server and caught at its door. */
export class ApiError extends Error {
  readonly status: Status

  constructor(status: Status) {
    super(status.message)
    this.status = status
  }
}

export function failure(reason: StatusReason, message: string, details?: StatusDetails): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details && { details }),
    code: codes[reason]
  })
}

/** An error that the API server has no reason for: 500 and the error's own words. */
export function unforeseen(message: string): ApiError {
  return new ApiError(withoutFields(failure('InternalError', message).status, 'reason'))
}

export function success(details?: StatusDetails): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    ...(details && { details })
  }
}

export function qualified({ group, plural }: ResourceName): string {
  return group === '' ? plural : `${plural}.${group}`
}

export function notFound(resource: ResourceName, name: string): ApiError {
  return failure('NotFound', `${qualified(resource)} "${name}" not found`, {
    name,
    ...(resource.group !== '' && { group: resource.group }),
    kind: resource.plural
  })
}

export function alreadyExists(resource: ResourceName, name: string): ApiError {
  return failure('AlreadyExists', `${qualified(resource)} "${name}" already exists`, {
    name,
    ...(resource.group !== '' && { group: resource.group }),
    kind: resource.plural
  })
}

export function conflict(resource: ResourceName, name: string, why: string): ApiError {
  return failure(
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    { name, ...(resource.group !== '' && { group: resource.group }), kind: resource.plural }
  )
}

export function forbidden(resource: ResourceName, name: string, why: string): ApiError {
  return failure('Forbidden', `${qualified(resource)} "${name}" is forbidden: ${why}`, {
    name,
    ...(resource.group !== '' && { group: resource.group }),
    kind: resource.plural
  })
}

/** 404 of a path that leads to no resource at all. */
export function unknownPath(): ApiError {
  return failure('NotFound', 'the server could not find the requested resource', {})
}

export function badRequest(message: string): ApiError {
  return failure('BadRequest', message)
}

/** 501 for what a practice cluster doesn't do: says what, and what to use instead. */
export function notSimulated(sentence: string): ApiError {
  return failure('NotImplemented', sentence)
}

export function methodNotAllowed(): ApiError {
  return failure(
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {}
  )
}

/** Status of a deletion that is done, as DELETE answers it. */
export function deleted(resource: ResourceName, object: KubeObject): Status {
  return success({
    name: object.metadata.name ?? '',
    ...(resource.group !== '' && { group: resource.group }),
    kind: resource.plural,
    ...(object.metadata.uid !== undefined && { uid: object.metadata.uid })
  })
}
