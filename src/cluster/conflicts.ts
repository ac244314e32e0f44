import type { ClusterError } from './cluster-error.ts'

/** A field that an apply wants to change and another manager owns. */
export interface ApplyConflict {
  /** As the server words it: `conflict with "kubectl" using apps/v1`. */
  readonly message: string
  /** The manager's name, such as `kubectl-client-side-apply`, when the message tells it. */
  readonly manager?: string
  /** The field as the server writes it, such as `.spec.replicas`. */
  readonly field: string
}

/** The conflicts of an apply that was refused; none when the error is of another sort. */
export function conflictsOf(error: ClusterError): readonly ApplyConflict[] {
  return (error.status?.details?.causes ?? [])
    .filter(cause => cause.reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => {
      const manager = /"([^"]*)"/.exec(message)?.[1]
      return { message, field, ...(manager !== undefined && { manager }) }
    })
}
