/**
 * A patch that can't be applied. `kind` is what the API server makes of it:
 * `malformed` answers 400 BadRequest, `unprocessable` 422 Invalid, `unforeseen` 500 without a reason.
 */
export class PatchError extends Error {
  readonly kind: 'malformed' | 'unprocessable' | 'unforeseen'

  constructor(kind: PatchError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}
