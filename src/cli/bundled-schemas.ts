import path from 'node:path'
import { schemaSetFrom, type SchemaBundle, type SchemaSet } from '../api/schema-set.ts'
import { productFolder } from '../node/product-folder.ts'
import { readSchemaFile } from '../node/schema-files.ts'

/** The schemas that come with the product. */
export async function bundledSchemas(): Promise<SchemaSet> {
  return schemaSetFrom((await readSchemaFile(schemasFolder(), 'kubernetes.json')) as SchemaBundle)
}

export function schemasFolder(): string {
  return path.join(productFolder(), 'schemas')
}
