/**
 * What is derived from the labs: the types of a definition with the schema they come from, and the copies
 * of a lab's manifests in the sample workspace.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

const root = path.dirname(path.dirname(import.meta.dirname))

/** Labs whose manifests stand ready in the workspace that `npm start` opens. */
const inSamples = ['pod-to-pod-across-namespaces']

export async function generateLabTypes(): Promise<Map<string, string>> {
  return new Map([
    ['src/labs/lab-definition.generated.ts', await definitionTypes()],
    ...inSamples.flatMap(sampleManifests)
  ])
}

async function definitionTypes(): Promise<string> {
  const text = readFileSync(path.join(root, 'schemas/lab.schema.json'), 'utf8')
  const types = await compile(JSON.parse(text) as JSONSchema, 'LabDefinition', {
    additionalProperties: false,
    // Tuples for every possible length of a list would be all that one sees.
    maxItems: -1,
    bannerComment: '// Written by npm run generate from schemas/lab.schema.json. Do not edit.',
    style: { semi: false, singleQuote: true, printWidth: 100, trailingComma: 'none' }
  })
  return `${types}
/** The schema itself, so that a definition is checked without reading a file. */
export const labSchema: unknown = ${JSON.stringify(JSON.parse(text), null, 2)}
`
}

function sampleManifests(lab: string): [string, string][] {
  const folder = path.join(root, 'walkthroughs', lab)
  return globSync('manifests/*.yaml', { cwd: folder })
    .sort()
    .map(name => [
      path.posix.join('samples/workspace/labs', lab, path.basename(name)),
      readFileSync(path.join(folder, name), 'utf8')
    ])
}
