import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Overlays rarely lie deeper below the kustomization that names their files. */
const levels = 4

/**
 * The kustomizations beside and above the named files that are not among them, by their names from `cwd`:
 * a patch that is checked alone is still a patch.
 */
export async function kustomizationsAround(
  files: readonly string[],
  cwd: string
): Promise<ReadonlyMap<string, string>> {
  const known = new Set(files)
  const folders = new Set(files.filter(file => file !== '-').flatMap(foldersAbove))
  const names = [...folders].flatMap(folder =>
    ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].map(name =>
      folder === '' ? name : `${folder}/${name}`
    )
  )
  const found = new Map<string, string>()
  await Promise.all(
    names
      .filter(name => !known.has(name))
      .map(async name => {
        try {
          found.set(name, await readFile(path.resolve(cwd, name), 'utf8'))
        } catch {
          // Most folders have none, and one that can't be read says nothing about the others.
        }
      })
  )
  return found
}

function foldersAbove(file: string): string[] {
  const folders: string[] = []
  let folder = path.posix.dirname(file)
  for (let up = 0; up < levels; up++) {
    folders.push(folder === '.' ? '' : folder)
    const above = path.posix.dirname(folder)
    if (above === folder) break
    folder = above
  }
  return folders
}
