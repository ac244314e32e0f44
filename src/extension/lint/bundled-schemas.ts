import { schemaSetFrom, type SchemaBundle, type SchemaSet } from '../../api/schema-set.ts'
import { readSchemaFile } from '../../node/schema-files.ts'

/** The schemas that come with the product. They are its own files, so their shape is known. */
export async function bundledSchemas(folder: string): Promise<SchemaSet> {
  return schemaSetFrom((await readSchemaFile(folder, 'kubernetes.json')) as SchemaBundle)
}
