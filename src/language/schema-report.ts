import { formatFieldPath, type FieldPath } from '../base/field-path.ts'
import { isRecord, valueAt } from '../base/json.ts'
import { formatFieldError, type FieldError } from '../api/field-error.ts'
import type { FixPlan, Report } from '../rules/report.ts'
import type { CheckReport } from './check-report.ts'
import { misplacedField } from './misplaced-field.ts'
import { repeatedItem } from './repeated-item.ts'
import { valueFixes } from './value-fixes.ts'
import { schemaChecks, type SchemaCheckId } from './schema-checks.ts'

const idOfType: Readonly<Record<FieldError['type'], SchemaCheckId>> = {
  required: 'schema/missing-field',
  'unknown-field': 'schema/unknown-field',
  'type-invalid': 'schema/wrong-type',
  'not-supported': 'schema/unsupported-value',
  invalid: 'schema/invalid-value',
  duplicate: 'schema/duplicate-value',
  forbidden: 'schema/forbidden-field',
  'too-long': 'schema/too-long',
  'too-many': 'schema/too-long',
  'not-found': 'schema/invalid-value'
}

/** A field error of the API server's validation as something to show a person, with its fixes. */
export function schemaReport(error: FieldError, object: unknown): CheckReport {
  const id = idOfType[error.type]
  const check = schemaChecks[id]
  return {
    rule: id,
    severity: check.severity,
    why: check.why,
    todo: check.todo,
    report: placed(reportOf(error, object), object)
  }
}

/** The API server speaks of the list that it fills in where the text has the single field only. */
function placed(report: Report, object: unknown): Report {
  const { at } = report
  for (const [list, single] of Object.entries(singleOf)) {
    const i = at.indexOf(list)
    if (i < 0 || at[i + 1] !== 0) continue
    const written = [...at.slice(0, i), single]
    if (valueAt(object, at.slice(0, i + 1)) !== undefined) continue
    if (valueAt(object, written) === undefined) continue
    return {
      ...report,
      range: ({ document, path }) => document.rangeOf([...path, ...written], report.part)
    }
  }
  return report
}

const singleOf = { clusterIPs: 'clusterIP', podCIDRs: 'podCIDR' } as const

function reportOf(error: FieldError, object: unknown): Report {
  const misplaced = misplacedField(error, object)
  if (misplaced) return misplaced
  const at = error.path
  const name = `\`${String(at.at(-1) ?? '')}\``
  const parent = at.length > 1 ? `\`${formatFieldPath(at.slice(0, -1))}\`` : 'this object'
  switch (error.type) {
    case 'required':
      return missingField(error, object, name, parent)
    case 'unknown-field':
      return unknownField(error, object, name, parent)
    case 'type-invalid':
      return {
        at,
        part: 'value',
        message: sentence(error),
        // A text that says too little of its own is no matter of YAML's types.
        ...(!/^expected\b/.test(error.detail) && { why: whyUnreadable }),
        ...(isNoBase64(error) && { todo: base64Advice }),
        fixes: retype(error)
      }
    case 'not-supported':
      return unsupportedValue(error)
    default:
      return {
        at: [...at, ...(repeatedItem(error, object) ?? [])],
        part: error.type === 'forbidden' ? 'key' : 'value',
        message: sentence(error),
        ...(/\bduration\b/i.test(error.detail) && { todo: durationAdvice }),
        fixes: valueFixes(error, object)
      }
  }
}

const whyUnreadable =
  'The API server reads more than a text here; what it can’t read, it refuses with the whole object.'

const base64Advice = 'Write the value in Base64. A Secret takes plain text in stringData.'

function isNoBase64({ detail, badValue }: FieldError): boolean {
  return typeof badValue === 'string' && detail === 'must be Base64'
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

const durationAdvice = 'Write numbers with their units, without spaces: 5s, 300ms or 1m30s.'

function missingField(error: FieldError, object: unknown, name: string, parent: string): Report {
  const at = error.path
  if (/\b(?:must|may|one of|when|at least)\b/.test(error.detail))
    return { at, part: 'key', message: sentence(error), fixes: [] }
  return {
    at,
    part: 'key',
    message: `${name} is missing in ${parent}.`,
    todo: `Add ${name}.`,
    fixes: insertions(error, object)
  }
}

function unknownField(error: FieldError, object: unknown, name: string, parent: string): Report {
  const at = error.path
  const removal: FixPlan = {
    title: `Remove ${name}`,
    safe: false,
    change: edit => edit.remove(at)
  }
  const { suggestion } = error
  if (suggestion === undefined || isTaken(object, at, suggestion))
    return {
      at,
      part: 'entry',
      message: `${name} is not a field of ${parent}.`,
      todo: `Remove ${name}, or move it to where it belongs.`,
      fixes: [removal]
    }
  return {
    at,
    part: 'key',
    message: `${name} is not a field of ${parent}; \`${suggestion}\` is.`,
    todo: `Rename it to \`${suggestion}\`.`,
    fixes: [
      {
        title: `Rename ${name} to \`${suggestion}\``,
        safe: true,
        preferred: true,
        change: edit => edit.renameKey(at, suggestion)
      },
      removal
    ]
  }
}

function unsupportedValue(error: FieldError): Report {
  const { path: at, suggestion, supported = [] } = error
  const choices = suggestion === undefined ? supported : [suggestion]
  return {
    at,
    part: 'value',
    message: sentence(error),
    fixes: choices.slice(0, 6).map(value => ({
      title: `Set to \`${value === '' ? '""' : value}\``,
      safe: value === suggestion,
      preferred: value === suggestion,
      change: edit => edit.set(at, value)
    }))
  }
}

/** A value whose text is right and whose type is not: numbers and booleans where text belongs, and back. */
function retype(error: FieldError): FixPlan[] {
  const { path: at, badValue, detail, suggestion } = error
  if (suggestion !== undefined) return valueFixes(error, undefined)
  const wantsText = /^expected a string\b/.test(detail)
  if (wantsText && (typeof badValue === 'number' || typeof badValue === 'boolean'))
    return [
      {
        title: 'Put the value in quotes',
        safe: true,
        preferred: true,
        change: edit => edit.set(at, edit.source(at))
      }
    ]
  if (
    typeof badValue === 'string' &&
    /^expected an? (?:integer|number)\b/.test(detail) &&
    /^-?\d{1,15}$/.test(badValue)
  )
    return [
      {
        title: `Write the number ${badValue} without quotes`,
        safe: true,
        preferred: true,
        change: edit => edit.set(at, Number(badValue))
      }
    ]
  if (isNoBase64(error))
    return [
      {
        title: 'Write it in Base64',
        safe: false,
        change: edit => edit.set(at, base64(String(badValue)))
      }
    ]
  const boolean = /^expected a boolean\b/.test(detail) ? booleanIn(badValue) : undefined
  if (boolean !== undefined)
    return [
      {
        title: `Write \`${boolean}\` without quotes`,
        safe: true,
        preferred: true,
        change: edit => edit.set(at, boolean)
      }
    ]
  // What else can only be one of its items; of null and of maps nobody knows.
  if (
    /^expected a list\b/.test(detail) &&
    ['string', 'number', 'boolean'].includes(typeof badValue)
  )
    return [
      {
        title: 'Make it a list with this one item',
        safe: false,
        change: edit => edit.set(at, [badValue])
      }
    ]
  return []
}

function booleanIn(value: unknown): boolean | undefined {
  if (value === 'true') return true
  return value === 'false' ? false : undefined
}

/** Missing fields whose value follows from what is written around them. */
function insertions(error: FieldError, object: unknown): FixPlan[] {
  const parent = error.path.slice(0, -1)
  const key = String(error.path.at(-1))
  const sibling = valueAt(object, parent)
  if (!isRecord(sibling)) return []
  if (key === 'pathType' && 'backend' in sibling) return pathTypes(parent, sibling.path)
  if (key === 'name' && parent.at(-2) === 'ports' && typeof sibling.port === 'number')
    return [
      {
        title: `Insert \`name: ${portName(sibling.port)}\``,
        safe: false,
        preferred: true,
        change: edit => edit.insert(parent, 'name', portName(sibling.port))
      }
    ]
  if (key === 'selector' && isRecord(sibling.template)) {
    const labels = valueAt(sibling.template, ['metadata', 'labels'])
    if (!isRecord(labels) || Object.keys(labels).length === 0) return []
    return [
      {
        title: 'Insert `selector` with the labels of the Pod template',
        safe: true,
        preferred: true,
        change: edit => edit.insert(parent, 'selector', { matchLabels: labels })
      }
    ]
  }
  return []
}

function portName(port: unknown): string {
  return { 53: 'dns', 80: 'http', 443: 'https' }[Number(port)] ?? `port-${Number(port)}`
}

function pathTypes(parent: FieldPath, path: unknown): FixPlan[] {
  // Regular expressions and wildcards only ever worked with ImplementationSpecific.
  const isPlain = typeof path === 'string' && /^\/[\w\-./%~!&'@:+,;=]*$/.test(path)
  const types = isPlain
    ? ['Prefix', 'Exact', 'ImplementationSpecific']
    : ['ImplementationSpecific', 'Prefix', 'Exact']
  return types.map((type, i) => ({
    title: `Insert \`pathType: ${type}\``,
    safe: i === 0 && isPlain,
    preferred: i === 0 && isPlain,
    change: edit => edit.insert(parent, 'pathType', type, 'path')
  }))
}

function isTaken(object: unknown, at: FieldPath, key: string): boolean {
  const parent = valueAt(object, at.slice(0, -1))
  return isRecord(parent) && Object.hasOwn(parent, key)
}

/** The API server's own words as a sentence; where it names no field, ours. */
function sentence(error: FieldError): string {
  const text =
    error.server?.path === '<nil>'
      ? `${formatFieldPath(error.path)}: ${error.detail}`
      : formatFieldError(error)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
