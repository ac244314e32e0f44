import { Uri, workspace } from 'vscode'
import { groups, type Lab } from '../../labs/lab.ts'
import { readLab } from '../../labs/read-lab.ts'
import type { LogChannel } from '../host/log-channel.ts'

/** A lab with the folder that its files are in. */
export interface CatalogEntry {
  readonly lab: Lab
  readonly folder: Uri
}

/** The labs that come with the product, in the order of its learning path. */
export async function readCatalog(
  walkthroughs: Uri,
  log: LogChannel
): Promise<readonly CatalogEntry[]> {
  const names = (await workspace.fs.readDirectory(walkthroughs)).map(([name]) => name).sort()
  const entries = await Promise.all(
    names.map(async (name): Promise<CatalogEntry | undefined> => {
      const folder = Uri.joinPath(walkthroughs, name)
      const text = new TextDecoder().decode(
        await workspace.fs.readFile(Uri.joinPath(folder, 'lab.yaml'))
      )
      const { lab, problems } = readLab(text)
      for (const { line, message } of problems) log.error(`${name}/lab.yaml:${line}: ${message}`)
      return lab && { lab, folder }
    })
  )
  return entries
    .filter(entry => entry !== undefined)
    .sort((a, b) => placeOf(a.lab) - placeOf(b.lab))
}

function placeOf(lab: Lab): number {
  return groups.indexOf(lab.group)
}
