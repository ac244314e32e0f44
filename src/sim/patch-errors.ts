import { PatchError } from '../api/merge/patch-error.ts'
import { ApiError, badRequest, failure, unforeseen, type StatusDetails } from './status.ts'

/** Applies a patch; what is wrong with it becomes the answer that the API server gives. @throws ApiError */
export function withPatchErrors<Value>(apply: () => Value): Value {
  try {
    return apply()
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    if (error.kind === 'malformed') throw badRequest(error.message)
    if (error.kind === 'unforeseen') throw unforeseen(error.message)
    throw failure('Invalid', 'the server rejected our request due to an error in our request', {})
  }
}

/**
 * Decodes what a patch has led to. The API server speaks of the patch then and not of the object.
 * @param shown what it shows as the invalid value
 */
export function decodedPatch<Value>(shown: string, decode: () => Value): Value {
  try {
    return decode()
  } catch (error) {
    const [, why] =
      error instanceof ApiError
        ? (/cannot be handled as a \w+: (.*)$/s.exec(error.message) ?? [])
        : []
    throw why === undefined ? error : invalidPatch(shown, why)
  }
}

/** 422 that names no object, because the server has none to name yet. */
export function invalidPatch(shown: string, why: string, details: StatusDetails = {}): ApiError {
  const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`
  return failure('Invalid', ` "" is invalid: patch: ${message}`, {
    ...details,
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }]
  })
}
