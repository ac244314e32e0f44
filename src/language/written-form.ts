import type { Schema } from '../api/schema.ts'
import { scalarText } from '../yaml/scalar-text.ts'
import type { JsonCursor } from './json-cursor.ts'

/** How a completion comes into the text. */
export interface Written {
  readonly insertText: string
  readonly isSnippet: boolean
  /** What the typed word is compared with, where it isn't the label. */
  readonly filterText?: string
}

/** How fields and values are written where the cursor stands. */
export interface WrittenForm {
  field(name: string, schema: Schema): Written
  labelKey(name: string): Written
  /** `schema` is the field's; undefined where nothing is known of it. */
  value(text: string, schema: Schema | undefined): Written
}

/** YAML in blocks, with the key in this column. */
export function yamlForm(indent: number): WrittenForm {
  const pad = ' '.repeat(indent + 2)
  const plain = (insertText: string): Written => ({ insertText, isSnippet: false })
  return {
    field(name, schema) {
      if (schema.type === 'array') return plain(`${name}:\n${pad}- `)
      return plain(holdsMembers(schema) ? `${name}:\n${pad}` : `${name}: `)
    },
    labelKey: name => plain(`${name}: `),
    // Texts that YAML would take for a number or a boolean come in quotes where the field is a text.
    value: (text, schema) =>
      plain(schema?.type === 'string' && !schema.enum ? scalarText(text) : text)
  }
}

/** JSON, with what has to stand around the word. */
export function jsonForm({ isFollowed, hasColon, part }: JsonCursor): WrittenForm {
  const comma = isFollowed && !hasColon ? ',' : ''
  const member = (name: string, value: string): Written => {
    const key = JSON.stringify(name)
    const text = hasColon ? escaped(key) : `${escaped(key)}: ${value}${comma}`
    return { insertText: text, isSnippet: true, filterText: key }
  }
  return {
    field(name, schema) {
      if (schema.type === 'array') return member(name, '[$0]')
      if (holdsMembers(schema)) return member(name, '{$0}')
      return member(name, isText(schema) ? '"$0"' : '$0')
    },
    labelKey: name => member(name, '"$0"'),
    value(text, schema) {
      const isNumber = schema?.intOrString === true && /^\d+$/.test(text)
      const own = isText(schema) && !isNumber ? JSON.stringify(text) : text
      const insertText = part === 'value' ? `${own}${comma}` : own
      return { insertText, isSnippet: false, filterText: JSON.stringify(text) }
    }
  }
}

function holdsMembers(schema: Schema): boolean {
  return schema.type === 'object' || Boolean(schema.properties ?? schema.additionalProperties)
}

function isText(schema: Schema | undefined): boolean {
  return !['integer', 'number', 'boolean'].includes(schema?.type ?? 'string')
}

/** A text whose signs mean nothing in a snippet. */
function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`)
}
