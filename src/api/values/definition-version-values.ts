import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string']
const columnFormats = [
  ...['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']
]

/** Rules of `ValidateCustomResourceColumnDefinition`. */
export function columnValues(
  version: UnknownRecord,
  at: FieldPath,
  nameOf: (key: string) => string,
  checker: ValueChecker
): void {
  itemsOf(version.additionalPrinterColumns).forEach((item, i) => {
    const { name, type, format, jsonPath } = recordOf(item)
    const server = (key: string): { path: string } => ({
      path: `${nameOf('additionalPrinterColumns')}[${i}].${key}`
    })
    const types = `must be one of ${columnTypes.join(',')}`
    if (isEmpty(name)) checker.required([...at, i, 'name'], '', server('name'))
    if (isEmpty(type)) checker.required([...at, i, 'type'], types, server('type'))
    else if (!columnTypes.includes(String(type)))
      checker.invalid([...at, i, 'type'], type, types, server('type'))
    if (typeof format === 'string' && format !== '' && !columnFormats.includes(format))
      checker.invalid(
        [...at, i, 'format'],
        format,
        `must be one of ${columnFormats.join(',')}`,
        server('format')
      )
    pathValues(jsonPath, [...at, i, 'jsonPath'], server('JSONPath').path, checker)
  })
}

/** Rules of `ValidateCustomResourceDefinitionSubresources`: where `kubectl scale` finds its numbers. */
export function scaleSubresourceValues(
  version: UnknownRecord,
  at: FieldPath,
  server: string,
  checker: ValueChecker
): void {
  const { scale } = recordOf(version.subresources)
  if (!isRecord(scale)) return
  for (const [key, roots, must] of [
    ['specReplicasPath', ['.spec.'], 'should be a json path under .spec'],
    ['statusReplicasPath', ['.status.'], 'should be a json path under .status'],
    [
      'labelSelectorPath',
      ['.spec.', '.status.'],
      'should be a json path under either .spec or .status'
    ]
  ] as const) {
    const text = scale[key]
    if (key === 'labelSelectorPath' && isEmpty(text)) continue
    const path = [...at, 'scale', key]
    const named = `${server}.scale.${key}`
    if (!pathValues(text, path, named, checker)) continue
    if (!roots.some(root => String(text).startsWith(root)))
      checker.invalid(path, text, must, { path: named })
  }
}

/** Whether a text is a path, which has to be given; otherwise it is told. */
function pathValues(text: unknown, at: FieldPath, server: string, checker: ValueChecker): boolean {
  if (isEmpty(text)) {
    checker.required(at, '', { path: server })
    return false
  }
  if (typeof text !== 'string') return false
  if (text.startsWith('.')) return true
  checker.invalid(at, text, 'must be a simple json path starting with .', { path: server })
  return false
}
