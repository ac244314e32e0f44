import { bundleFromOpenApi } from '../../api/openapi-reader.ts'
import {
  schemaSetFrom,
  type BundledResource,
  type SchemaBundle,
  type SchemaSet
} from '../../api/schema-set.ts'
import type { Schema } from '../../api/schema.ts'
import { ok } from '../../base/result.ts'
import type { Answer, Cluster } from '../../cluster/cluster.ts'

export interface ReadingOptions {
  readonly label: string
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  /** Lets other work have its turn. */
  readonly pause: () => Promise<void>
  readonly isOver: () => boolean
}

/** Milliseconds of work after which other work gets its turn. */
const slice = 10

/**
 * The schemas that a cluster publishes itself. The documents are worked on one by one with pauses between,
 * so nobody waits for them. Undefined when nobody wants them any more.
 */
export async function readClusterSchemas(
  cluster: Pick<Cluster, 'openApi'>,
  { label, now, pause, isOver }: ReadingOptions
): Answer<SchemaSet | undefined> {
  const documents = await cluster.openApi()
  if (!documents.ok) return documents
  const definitions: Record<string, Schema> = {}
  const kinds: Record<string, string> = {}
  const resources: BundledResource[] = []
  let turn = now()
  for (const [path, document] of Object.entries(documents.value)) {
    if (isOver()) return ok(undefined)
    const part: SchemaBundle = bundleFromOpenApi({ [path]: document }, { label })
    Object.assign(kinds, part.kinds)
    for (const [name, schema] of Object.entries(part.definitions)) definitions[name] ??= schema
    resources.push(...part.resources)
    if (now() - turn < slice) continue
    await pause()
    turn = now()
  }
  return ok(schemaSetFrom({ label, kinds, resources, definitions }))
}
