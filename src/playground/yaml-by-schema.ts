import { editor, languages } from 'monaco-editor/editor.js'
import * as monaco from 'monaco-editor/editor.js'
import { configureMonacoYaml, type JSONSchema } from 'monaco-yaml'

/**
 * Completion and hover of definitions of labs and of `.netlabs.yaml` by their JSON schemas, and folding,
 * outline and formatting of every file. What is wrong is told by our own checks alone: no error becomes clearer
 * by being told twice.
 * @param schemas the files of `schemas/` by name, as text
 */
export function yamlBySchema(
  schemas: Readonly<Record<string, string>>,
  createWorker: () => Worker
): void {
  const schemaOf = (name: string, fileMatch: string): object => ({
    // Where a definition's own `$schema` comment leads, seen from its folder.
    uri: `file:///schemas/${name}.json`,
    fileMatch: [fileMatch],
    schema: JSON.parse(schemas[name] ?? '{}') as JSONSchema
  })
  configureMonacoYaml(
    {
      ...monaco,
      editor: { ...editor, createWebWorker: withData(createWorker) },
      languages
    },
    {
      validate: false,
      hoverAnchor: false,
      schemas: [
        schemaOf('lab.schema', '**/lab.yaml'),
        schemaOf('netlabs.schema', '**/.netlabs.yaml')
      ] as never
    }
  )
}

/**
 * monaco-yaml names its worker by label and hands its options to the editor, which takes a running worker since
 * 0.56: the first message wakes that worker's listener, the second are the options.
 */
function withData(createWorker: () => Worker) {
  return ({ createData }: { readonly createData: unknown }) => {
    const worker = createWorker()
    worker.postMessage('ignore')
    worker.postMessage(createData)
    return editor.createWebWorker({ worker })
  }
}
