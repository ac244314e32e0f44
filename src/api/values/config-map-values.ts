import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { configKeyFaults } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** One mebibyte, the most that a ConfigMap may hold. */
const maxBytes = 1024 * 1024

/** Rules of `ValidateConfigMap` (pkg/apis/core/validation). */
export function configMapValues(object: KubeObject, checker: ValueChecker): void {
  const data = recordOf(object.data)
  const binary = recordOf(object.binaryData)
  let size = 0
  for (const [key, value] of Object.entries(data)) {
    checker.check(['data', key], key, configKeyFaults, { path: `data[${key}]` })
    if (Object.hasOwn(binary, key))
      checker.invalid(['data', key], key, 'duplicate of key present in binaryData', {
        path: `data[${key}]`
      })
    if (typeof value === 'string') size += bytesOf(value)
  }
  for (const [key, value] of Object.entries(binary)) {
    checker.check(['binaryData', key], key, configKeyFaults, { path: `binaryData[${key}]` })
    if (typeof value === 'string') size += Math.floor((value.replace(/=+$/, '').length * 3) / 4)
  }
  if (size > maxBytes) checker.add('too-long', [], `may not be more than ${maxBytes} bytes`)
}

/** How many bytes a text has in UTF-8. */
function bytesOf(text: string): number {
  // Most ConfigMaps are far below the limit whatever their characters are.
  return text.length * 3 < maxBytes / 8 ? text.length : new TextEncoder().encode(text).length
}
