import { readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { isGlob } from '../base/glob.ts'
import { matchingPaths } from './matching-paths.ts'

export interface ManifestFiles {
  readonly files: readonly string[]
  /** Paths that were named and don't exist or can't be read, each with its reason. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  /** What lies in each folder that was walked, by its path: who looks for a name there need not ask again. */
  readonly namesIn: NamesIn
}

export type NamesIn = ReadonlyMap<string, readonly string[]>

/**
 * The YAML and JSON files (networks of CNI are JSON, too) under the named paths, each once and in a steady
 * order. A file that is named itself counts whatever it is called; folders are walked without
 * `node_modules` and `.git`. Links are followed, but no folder is entered twice, so links in a circle end.
 * A pattern, such as a shell that was given quotes leaves it, means the files and folders that fit it.
 * It holds the thread meanwhile, as a command line may: asking file after file is several times quicker so.
 */
export function findManifestFiles(paths: readonly string[]): ManifestFiles {
  const files = new Set<string>()
  const entered = new Set<string>()
  const problems: { path: string; message: string }[] = []
  const namesIn = new Map<string, readonly string[]>()

  const visit = (at: string, isNamed: boolean): void => {
    attempt(at, isNamed, () => {
      const info = statSync(at)
      if (info.isDirectory()) walk(at, realpathSync(at))
      else if (isNamed || (info.isFile() && manifestName.test(at))) files.add(at)
    })
  }
  const attempt = (at: string, isNamed: boolean, look: () => void): void => {
    try {
      look()
    } catch (thrown) {
      // A link inside a folder that leads nowhere, or to itself, is not what was asked for.
      if (!isNamed && ['ENOENT', 'ELOOP'].includes(codeOf(thrown))) return
      if (codeOf(thrown) === 'ENOENT' && isGlob(at)) {
        expand(at)
        return
      }
      problems.push({ path: at, message: sentenceOf(at, thrown) })
    }
  }
  const walk = (folder: string, real: string): void => {
    if (entered.has(real)) return
    entered.add(real)
    const entries = readdirSync(folder, { withFileTypes: true })
    namesIn.set(
      folder,
      entries.map(({ name }) => name)
    )
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (skipped.has(entry.name)) continue
      const at = within(folder, entry.name)
      // What the folder says of a plain file, and of a folder that is no link, needs no second question: for 1,000
      // files in 350 folders the questions took 6 ms.
      if (entry.isFile()) {
        if (manifestName.test(entry.name)) files.add(at)
      } else if (entry.isDirectory())
        attempt(at, false, () => {
          walk(at, within(real, entry.name))
        })
      else if (entry.isSymbolicLink() || manifestName.test(entry.name)) visit(at, false)
    }
  }

  /** Called when nothing has the name: `[id].yaml` may be a file. */
  const expand = (pattern: string): void => {
    const namesEnding = /\.[\w-]+$/.test(pattern)
    const fitting = matchingPaths(pattern, skipped).filter(
      ({ path: at, isFolder }) => isFolder || namesEnding || manifestName.test(at)
    )
    for (const { path: at, isFolder } of fitting) visit(at, !isFolder)
    if (fitting.length === 0)
      problems.push({ path: pattern, message: `No file fits the pattern ${pattern}.` })
  }

  for (const named of paths) visit(named, true)
  return { files: [...files], problems, namesIn }
}

const manifestName = /\.(ya?ml|json|conflist)$/i
const skipped = new Set(['node_modules', '.git', '.netlabs.yaml'])

/** `path.join` for a name of one step, which needs no look at each character. */
function within(folder: string, name: string): string {
  return folder.endsWith(path.sep) ? folder + name : folder + path.sep + name
}

function sentenceOf(at: string, thrown: unknown): string {
  const code = codeOf(thrown)
  if (code === 'ENOENT') return `${at} does not exist.`
  if (code === 'EACCES' || code === 'EPERM')
    return `The permissions of ${at} do not allow to read it.`
  if (code === 'ELOOP') return `${at} is a link that leads to itself.`
  return `${at} can't be read (${code}).`
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? String(thrown)
}
