import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { CheckMeta } from '../rules/define-rule.ts'

/**
 * The examples and sources of a check: those of its rule, or, in a bundle, what the build has kept beside it,
 * because a lint never asks for them.
 */
export function docsOf({ id, docs }: CheckMeta): CheckMeta['docs'] {
  const built = path.join(import.meta.dirname, 'rule-docs.json')
  if (!existsSync(built)) return docs
  const kept = JSON.parse(readFileSync(built, 'utf8')) as Readonly<
    Record<string, CheckMeta['docs']>
  >
  return Object.hasOwn(kept, id) ? (kept[id] ?? docs) : docs
}
