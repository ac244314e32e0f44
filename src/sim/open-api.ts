import { openApiDocument, openApiIndex, type DescribedResource } from '../api/openapi.ts'
import { gvkKey } from '../model/object.ts'
import type { Backend } from './backend.ts'

/** Answers `/openapi/v3` and its documents; the older `/openapi/v2` isn't served. */
export function schemaSetOpenApi(
  backend: Backend,
  path: string
): Record<string, unknown> | undefined {
  if (path === '/openapi/v3') return openApiIndex(described(backend))
  const name = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1]
  return name === undefined ? undefined : openApiDocument(backend.schemas, described(backend), name)
}

/** What the schemas describe, and the kinds that are served without a schema. */
function described({ schemas, registry }: Backend): readonly DescribedResource[] {
  const known = schemas.kinds()
  const keys = new Set(known.map(({ gvk }) => gvkKey(gvk)))
  return [
    ...known.map(one => ({ ...one, isCustom: registry.byKind(one.gvk)?.builtIn === false })),
    ...registry.resources
      .filter(({ gvk }) => !keys.has(gvkKey(gvk)))
      .map(one => ({ ...one, verbs: [], isCustom: !one.builtIn }))
  ]
}
