import { withCustomKinds } from '../../api/custom-kinds.ts'
import { schemaSetOfText } from '../../api/bundle-text.ts'
import type { BundleIndex, SchemaSet } from '../../api/schema-set.ts'
import type { Schema } from '../../api/schema.ts'
import { readSchemaFile, readSchemaFileNow, readSchemaText } from '../../node/schema-files.ts'

/** The schemas that come with the product. They are its own files, so their shape is known. */
export async function bundledSchemas(folder: string): Promise<SchemaSet> {
  return schemaSetOfText(await readSchemaText(folder, 'kubernetes.json'))
}

/** The same with the kinds of Istio, Traefik, Cilium and others, which manifests are written for as well. */
export async function manifestSchemas(folder: string): Promise<SchemaSet> {
  const index = (await readSchemaFile(folder, 'custom-kinds.json')) as BundleIndex
  return withCustomKinds(
    await bundledSchemas(folder),
    index,
    name => readSchemaFileNow(folder, `${name}.json`) as Readonly<Record<string, Schema>>
  )
}
