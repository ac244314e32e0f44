import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Overlays rarely lie deeper below the kustomization that names their files. */
const levels = 4

/**
 * The kustomizations beside and above the named files that are not among them, by their names from `cwd`:
 * a patch that is checked alone is still a patch.
 */
export function kustomizationsAround(
  files: readonly string[],
  cwd: string
): ReadonlyMap<string, string> {
  const known = new Set(files)
  const found = new Map<string, string>()
  for (const folder of foldersAbove(files)) {
    const absolute = path.resolve(cwd, folder)
    const names = kustomizationNames.filter(name => !known.has(nameIn(folder, name)))
    for (const name of names) {
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
  const folders = new Set<string>()
  for (const own of new Set(
    files.filter(file => file !== '-').map(file => path.posix.dirname(file))
  )) {
    let folder = own
    for (let up = 0; up < levels; up++) {
      folders.add(folder === '.' ? '' : folder)
      const above = path.posix.dirname(folder)
      if (above === folder) break
      folder = above
    }
  }
  return folders
}
