import { readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { globBase, globMatcher } from '../base/glob.ts'

export interface MatchingPath {
  readonly path: string
  readonly isFolder: boolean
}

/**
 * The files and folders that fit a pattern, as a shell would list them, in a steady order.
 * @param leaves names of folders that are not looked into
 */
export function matchingPaths(pattern: string, leaves: ReadonlySet<string>): MatchingPath[] {
  const glob = slashes(pattern)
  const fits = globMatcher(glob)
  const found: MatchingPath[] = []
  const search = (folder: string, above: readonly string[]): void => {
    const real = realpathSync(folder)
    if (above.includes(real)) return
    for (const name of readdirSync(folder).sort()) {
      if (leaves.has(name)) continue
      const at = path.join(folder, name)
      const info = statSync(at, { throwIfNoEntry: false })
      if (!info) continue
      const isFolder = info.isDirectory()
      if (fits(slashes(at))) found.push({ path: at, isFolder })
      if (isFolder) search(at, [...above, real])
    }
  }
  const base = globBase(glob)
  const start = base === '' ? path.sep : base
  if (statSync(start, { throwIfNoEntry: false })?.isDirectory() === true) search(start, [])
  return found
}

function slashes(name: string): string {
  return name.replaceAll(path.sep, '/')
}
