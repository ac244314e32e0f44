import { Uri, workspace } from 'vscode'
import type { Lab } from '../../labs/lab.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'

/** A lab with the folder that its files are in. */
export interface CatalogEntry {
  readonly lab: Lab
  readonly folder: Uri
}

/** The labs that come with the product, in the order of its learning path. */
export async function readCatalog(walkthroughs: Uri): Promise<readonly CatalogEntry[]> {
  const names = (await workspace.fs.readDirectory(walkthroughs)).map(([name]) => name).sort()
  const entries = await Promise.all(
    names.map(async (name): Promise<CatalogEntry> => {
      const folder = Uri.joinPath(walkthroughs, name)
      const text = new TextDecoder().decode(
        await workspace.fs.readFile(Uri.joinPath(folder, 'lab.yaml'))
      )
      // The product's own labs are valid: the tests hold each one against its schema.
      return { lab: parseYamlFile(text).documents[0]?.value as Lab, folder }
    })
  )
  return entries.sort((a, b) => placeOf(a.lab) - placeOf(b.lab))
}

const groups: readonly Lab['group'][] = [
  'First steps',
  'Policies',
  'Names',
  'Load balancing',
  'Routing',
  'Mesh',
  'Below the network',
  'Across clusters',
  'Watching'
]

function placeOf(lab: Lab): number {
  return groups.indexOf(lab.group)
}
