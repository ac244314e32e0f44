import { schemaSetWith, type SchemaBundle, type SchemaSet } from './schema-set.ts'
import type { Schema } from './schema.ts'

/**
 * A bundle as it stands in `schemas/kubernetes.json`: JSON with a line of its own for each definition, so that a
 * definition is found without reading all of them.
 */
export function bundleText({ definitions, ...head }: SchemaBundle): string {
  const lines = Object.entries(definitions).map(
    ([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`
  )
  return `${JSON.stringify(head).slice(0, -1)}${opening}${lines.join(',\n')}\n}}\n`
}

/**
 * The schemas of such a text. A definition is parsed when it is first asked for, because a workspace has few kinds,
 * and parsing all of them would be part of every start.
 */
export function schemaSetOfText(text: string): SchemaSet {
  const start = text.indexOf(opening)
  const head = JSON.parse(`${text.slice(0, start)}}`) as Omit<SchemaBundle, 'definitions'>
  const written = new Map<string, string>()
  for (const line of text.slice(start + opening.length).split('\n')) {
    const colon = line.indexOf('":')
    if (colon > 0)
      written.set(line.slice(1, colon), line.slice(colon + 2, line.endsWith(',') ? -1 : undefined))
  }
  const parsed = new Map<string, Schema>()
  return schemaSetWith(head, ref => {
    const known = parsed.get(ref)
    if (known) return known
    const own = written.get(ref)
    if (own === undefined) return undefined
    const schema = JSON.parse(own) as Schema
    parsed.set(ref, schema)
    return schema
  })
}

const opening = ',"definitions":{\n'
