/**
 * A patch that can't be applied. `kind` is what the API server makes of it:
 * `malformed` answers 400 BadRequest, `unprocessable` 422 Invalid.
 */
export class PatchError extends Error {
  readonly kind: 'malformed' | 'unprocessable'

  constructor(kind: 'malformed' | 'unprocessable', message: string) {
    super(message)
    this.kind = kind
  }
}
