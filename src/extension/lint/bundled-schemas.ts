import { schemaSetFrom, type SchemaBundle, type SchemaSet } from '../../api/schema-set.ts'
import { readSchemaFiles } from '../../node/schema-files.ts'

/** The schemas that come with the product. They are its own files, so their shape is known. */
export async function bundledSchemas(folder: string): Promise<SchemaSet> {
  const bundle = (await readSchemaFiles(folder)).get('kubernetes.json')
  if (bundle === undefined)
    throw new Error('The installation is incomplete: schemas/kubernetes.json is missing.')
  return schemaSetFrom(bundle as SchemaBundle)
}
