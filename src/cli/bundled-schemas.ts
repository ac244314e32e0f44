import path from 'node:path'
import { withCustomKinds } from '../api/custom-kinds.ts'
import {
  schemaSetFrom,
  type BundleIndex,
  type SchemaBundle,
  type SchemaSet
} from '../api/schema-set.ts'
import type { Schema } from '../api/schema.ts'
import { productFolder } from '../node/product-folder.ts'
import { readSchemaFile, readSchemaFileNow } from '../node/schema-files.ts'

/** The schemas of Kubernetes and the Gateway API that come with the product. */
export async function bundledSchemas(): Promise<SchemaSet> {
  return schemaSetFrom((await readSchemaFile(schemasFolder(), 'kubernetes.json')) as SchemaBundle)
}

/** The same with the kinds of Istio, Traefik, Cilium and others, which manifests are written for as well. Read at once, because nothing else is to be done meanwhile. */
export function manifestSchemas(): SchemaSet {
  const folder = schemasFolder()
  const index = readSchemaFileNow(folder, 'custom-kinds.json') as BundleIndex
  return withCustomKinds(
    schemaSetFrom(readSchemaFileNow(folder, 'kubernetes.json') as SchemaBundle),
    index,
    name => readSchemaFileNow(folder, `${name}.json`) as Readonly<Record<string, Schema>>
  )
}

export function schemasFolder(): string {
  return path.join(productFolder(), 'schemas')
}
