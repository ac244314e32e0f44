import { openApiDocument, openApiIndex } from '../api/openapi.ts'
import type { Backend } from './backend.ts'

/** Answers `/openapi/v3` and its documents; the older `/openapi/v2` isn't served. */
export function schemaSetOpenApi(
  backend: Backend,
  path: string
): Record<string, unknown> | undefined {
  if (path === '/openapi/v3') return openApiIndex(backend.schemas)
  const name = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1]
  return name === undefined ? undefined : openApiDocument(backend.schemas, name)
}
