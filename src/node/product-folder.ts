import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * The folder that holds `schemas/` and `walkthroughs/`, found upwards from where this code runs: from the
 * sources as well as from the bundles.
 */
export function productFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(path.join(folder, 'schemas'))) {
    const parent = path.dirname(folder)
    if (parent === folder) throw new Error('The installation is incomplete: schemas/ is missing.')
    folder = parent
  }
  return folder
}
