import type { FieldPath } from '../../base/field-path.ts'

/** Where a part of a schema is, and what the server calls that. */
export interface SchemaPlace {
  readonly at: FieldPath
  readonly server: string
}

/** A place further down in it. */
export function below({ at, server }: SchemaPlace, ...steps: FieldPath): SchemaPlace {
  // The server writes names of properties in brackets, whatever they are.
  const text = steps.map((step, i) =>
    typeof step === 'number' || steps[i - 1] === 'properties' ? `[${step}]` : `.${step}`
  )
  return { at: [...at, ...steps], server: `${server}${text.join('')}` }
}
