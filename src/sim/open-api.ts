import type { Backend } from './backend.ts'

export function schemaSetOpenApi(
  _backend: Backend,
  _path: string
): Record<string, unknown> | undefined {
  return undefined
}
