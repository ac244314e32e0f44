import type { FieldPath } from '../base/field-path.ts'
import { isRecord, valueAt } from '../base/json.ts'
import type { FieldError } from '../api/field-error.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import { hole, templateParts } from '../yaml/template-parts.ts'
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-file.ts'
import { analyseDocument, type AnalysedObject } from './analysed-document.ts'

export interface TemplateDocument {
  readonly document: YamlDocument
  readonly objects: readonly AnalysedObject[]
}

/**
 * What stands in a Helm template whatever its values are. Nothing is told of a document in which a key stands twice, or
 * which is no YAML without its actions: it is one of several forms.
 */
export function templateDocuments(text: string, schemas: SchemaSet): readonly TemplateDocument[] {
  const parts = templateParts(text)
  return parseYamlFile(parts).documents.flatMap(document => {
    if (document.problems.length > 0) return []
    const objects = analyseDocument(document.value, {
      schemas,
      partial: false,
      told: (errors, path) => certainErrors(errors, path, { document, text, parts })
    })
    return objects.length === 0 ? [] : [{ document, objects }]
  })
}

interface Template {
  readonly document: YamlDocument
  readonly text: string
  /** What of the text is there in any case. */
  readonly parts: string
}

/** The errors that hold for what is written there, whatever the template puts in beside it. */
function certainErrors(
  errors: readonly FieldError[],
  path: FieldPath,
  template: Template
): readonly FieldError[] {
  // What is put in where no text belongs counts as absent, so another field may seem to be missing.
  const filled = new Set(
    errors
      .filter(({ type, badValue }) => type === 'type-invalid' && hasHole(badValue))
      .map(({ path }) => keyOf(path.slice(0, -1)))
  )
  return errors.filter(error => {
    const at = [...path, ...error.path]
    if (hasHole(at)) return false
    if (error.type === 'unknown-field') return true
    if (hasHole(error.badValue)) return false
    switch (error.type) {
      case 'not-supported':
        return template.document.has(at)
      case 'type-invalid':
        return error.source === 'structure'
      case 'required':
        return (
          !filled.has(keyOf(error.path)) &&
          !filled.has(keyOf(error.path.slice(0, -1))) &&
          isWhole(at.slice(0, -1), template)
        )
      default:
        return false
    }
  })
}

function keyOf(path: FieldPath): string {
  return JSON.stringify(path)
}

/**
 * Whether all fields of a map are in sight: nothing in it or right behind it is left out that may put in others. Of an
 * item the whole list counts, since what it needs may depend on how many there are. What a map needs may depend on
 * its type, too.
 */
function isWhole(path: FieldPath, { document, text, parts }: Template): boolean {
  const map = valueAt(document.value, path)
  if (!isRecord(map) || path.length === 0 || hasHole(map.type)) return false
  // A key that is put in may be any of those that seem to be missing.
  if (Object.keys(map).some(hasHole)) return false
  const list = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path
  const { start, end } = document.rangeOf(list, 'entry')
  let at = text.lastIndexOf('\n', start) + 1
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? text.length : newline + 1
    const line = text.slice(at, next).trim()
    const isLeft = parts.slice(at, next).trim() !== ''
    if (at > end && isLeft) return true
    if (!isLeft && line !== '' && !/^\{\{-?\s*(?:range|if|with|end)\b[^{}]*\}\}$/.test(line))
      return false
    at = next
  }
  return true
}

export function hasHole(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(hole)
}
