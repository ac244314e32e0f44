import { stringifyBlock } from './block-text.ts'

/** YAML text of an object, in the style of the Kubernetes documentation, with a line end. */
export function stringifyManifest(value: unknown): string {
  return `${stringifyBlock(value, { indent: 2, indentSequences: false, indentText: '', newline: '\n' })}\n`
}
