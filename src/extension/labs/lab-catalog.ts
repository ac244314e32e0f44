import { Uri, workspace } from 'vscode'
import type { Lab } from '../../labs/lab.ts'
import { readLab } from '../../labs/read-lab.ts'
import type { LogChannel } from '../host/log-channel.ts'

/** A lab with the folder that its files are in. */
export interface CatalogEntry {
  readonly lab: Lab
  readonly folder: Uri
  /** Whether it comes with the product or is in a folder of the workspace. */
  readonly origin: 'product' | 'workspace'
}

/**
 * The labs that come with the product, in the order of its learning path. The build has read and checked them: all
 * of them at once would hold the editor's host up for half a second.
 */
export async function readCatalog(extension: Uri): Promise<readonly CatalogEntry[]> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, 'dist', 'labs.json'))
  const labs = JSON.parse(new TextDecoder().decode(bytes)) as readonly Lab[]
  return labs.map(lab => ({
    lab,
    folder: Uri.joinPath(extension, 'walkthroughs', lab.id),
    origin: 'product'
  }))
}

/**
 * The labs of a folder of the workspace: each in a folder of its own that holds a `lab.yaml`. A definition with a problem is
 * left out, and the log says where the problem is.
 */
export async function readLabsIn(folder: Uri, log: LogChannel): Promise<readonly CatalogEntry[]> {
  const names = (await workspace.fs.readDirectory(folder)).map(([name]) => name).sort()
  const entries = await Promise.all(
    names.map(name => readEntry(Uri.joinPath(folder, name), name, log))
  )
  return entries.filter(entry => entry !== undefined)
}

async function readEntry(
  folder: Uri,
  name: string,
  log: LogChannel
): Promise<CatalogEntry | undefined> {
  const text = await textOf(Uri.joinPath(folder, 'lab.yaml'))
  if (text === undefined) return undefined
  const { lab, problems } = readLab(text)
  for (const { line, message } of problems) log.error(`${name}/lab.yaml:${line}: ${message}`)
  if (lab && lab.id !== name) {
    log.error(`${name}/lab.yaml: its id is ${lab.id}, so its folder has to be called that as well.`)
    return undefined
  }
  return lab && { lab, folder, origin: 'workspace' }
}

async function textOf(file: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file))
  } catch {
    // A folder without a definition is no lab.
    return undefined
  }
}
