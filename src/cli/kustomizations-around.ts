import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { NamesIn } from '../node/manifest-files.ts'

/** Overlays rarely lie deeper below the kustomization that names their files. */
const levels = 4

/**
 * The kustomizations beside and above the named files that are not among them, by their names from `cwd`:
 * a patch that is checked alone is still a patch.
 * @param namesIn what is known of folders by their absolute paths
 */
export function kustomizationsAround(
  files: readonly string[],
  cwd: string,
  namesIn: NamesIn
): ReadonlyMap<string, string> {
  const known = new Set(files)
  const found = new Map<string, string>()
  for (const folder of foldersAbove(files)) {
    const absolute = path.resolve(cwd, folder)
    const listed = namesIn.get(absolute)
    for (const name of kustomizationNames) {
      if (listed?.includes(name) === false || known.has(nameIn(folder, name))) continue
      const file = absolute + path.sep + name
      try {
        if (existsSync(file)) found.set(nameIn(folder, name), readFileSync(file, 'utf8'))
      } catch {
        // One that can't be read says nothing about the others.
      }
    }
  }
  return found
}

const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

function nameIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** The folders of the files and some levels above, each once. */
function foldersAbove(files: readonly string[]): ReadonlySet<string> {
  // Most files lie beside others, and `dirname` looks at each character.
  const own = new Map<string, string>()
  for (const file of files)
    if (file !== '-') own.set(file.slice(0, file.lastIndexOf('/') + 1), file)
  const folders = new Set<string>()
  for (const file of own.values()) {
    let folder = path.posix.dirname(file)
    for (let up = 0; up < levels; up++) {
      folders.add(folder === '.' ? '' : folder)
      const above = path.posix.dirname(folder)
      if (above === folder) break
      folder = above
    }
  }
  return folders
}
