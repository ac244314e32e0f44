import path from 'node:path'
import { withCustomKinds } from '../api/custom-kinds.ts'
import { schemaSetOfText } from '../api/bundle-text.ts'
import type { BundleIndex, SchemaSet } from '../api/schema-set.ts'
import type { Schema } from '../api/schema.ts'
import { productFolder } from '../node/product-folder.ts'
import { readSchemaFileNow, readSchemaText, readSchemaTextNow } from '../node/schema-files.ts'

/** The schemas of Kubernetes and the Gateway API that come with the product. */
export async function bundledSchemas(): Promise<SchemaSet> {
  return schemaSetOfText(await readSchemaText(schemasFolder(), 'kubernetes.json'))
}

/** The same with the kinds of Istio, Traefik, Cilium and others, which manifests are written for as well. Read at once, because nothing else is to be done meanwhile. */
export function manifestSchemas(): SchemaSet {
  const folder = schemasFolder()
  const index = readSchemaFileNow(folder, 'custom-kinds.json') as BundleIndex
  return withCustomKinds(
    schemaSetOfText(readSchemaTextNow(folder, 'kubernetes.json')),
    index,
    name => readSchemaFileNow(folder, `${name}.json`) as Readonly<Record<string, Schema>>
  )
}

export function schemasFolder(): string {
  return path.join(productFolder(), 'schemas')
}
