import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '../base/json.ts'
import { productFolder } from '../node/product-folder.ts'

/** The version in package.json. */
export function productVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(path.join(productFolder(), 'package.json'), 'utf8')
  )
  return isRecord(manifest) && typeof manifest.version === 'string' ? manifest.version : 'unknown'
}
