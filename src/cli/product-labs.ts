import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { groups, type Lab } from '../labs/lab.ts'
import { readLab } from '../labs/read-lab.ts'
import { productFolder } from '../node/product-folder.ts'
import { CommandFailure } from './command-failure.ts'

export interface LabFolder {
  readonly lab: Lab
  readonly folder: string
}

/** The labs of the product in the order of the learning path. */
export async function productLabs(): Promise<readonly LabFolder[]> {
  const root = path.join(productFolder(), 'walkthroughs')
  const names = (await readdir(root)).sort()
  const labs = await Promise.all(names.map(name => readFolder(path.join(root, name))))
  return labs.sort((a, b) => groups.indexOf(a.lab.group) - groups.indexOf(b.lab.group))
}

export async function labWith(id: string): Promise<LabFolder> {
  const labs = await productLabs()
  const found = labs.find(({ lab }) => lab.id === id)
  if (found) return found
  const ids = labs.map(({ lab }) => lab.id).join(', ')
  throw new CommandFailure(`there is no lab "${id}". There is: ${ids}.`)
}

async function readFolder(folder: string): Promise<LabFolder> {
  const file = path.join(folder, 'lab.yaml')
  const { lab, problems } = readLab(await readFile(file, 'utf8'))
  if (lab) return { lab, folder }
  const [problem] = problems
  throw new CommandFailure(`${file}:${problem?.line ?? 1}: ${problem?.message ?? 'not a lab.'}`)
}
