import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { schemaSetFrom, type SchemaBundle, type SchemaSet } from '../api/schema-set.ts'
import { productFolder } from '../node/product-folder.ts'

/** The schemas that come with the product. */
export async function bundledSchemas(): Promise<SchemaSet> {
  const file = path.join(productFolder(), 'schemas', 'kubernetes.json')
  return schemaSetFrom(JSON.parse(await readFile(file, 'utf8')) as SchemaBundle)
}
