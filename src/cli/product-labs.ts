import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { didYouMean } from '../base/did-you-mean.ts'
import { groups, type Lab } from '../labs/lab.ts'
import { readLab } from '../labs/read-lab.ts'
import { productFolder } from '../node/product-folder.ts'
import { CommandFailure } from './command-failure.ts'

export interface LabFolder {
  readonly lab: Lab
  readonly folder: string
}

export interface LabFilter {
  readonly topic: string | undefined
  readonly group: string | undefined
  readonly level: string | undefined
}

/** The labs of the product and of further folders, in the order of the learning path. */
export async function knownLabs(folders: readonly string[] = []): Promise<readonly LabFolder[]> {
  const own = await ownLabs()
  const further = await Promise.all(folders.map(labsIn))
  const labs = [...own, ...further.flat()]
  for (const [i, { lab, folder }] of labs.entries()) {
    const twin = labs.slice(0, i).find(one => one.lab.id === lab.id)
    if (twin)
      throw new CommandFailure(
        `two labs are called ${lab.id}: ${twin.folder} and ${folder}. Give one of them another id.`
      )
  }
  return labs.sort((a, b) => groups.indexOf(a.lab.group) - groups.indexOf(b.lab.group))
}

export function filtered(
  labs: readonly LabFolder[],
  { topic, group, level }: LabFilter
): readonly LabFolder[] {
  requireKnown(
    'topic',
    topic,
    labs.flatMap(({ lab }) => lab.topics)
  )
  requireKnown('group', group, groups)
  requireKnown('level', level, ['beginner', 'intermediate', 'advanced'])
  return labs.filter(
    ({ lab }) =>
      (topic === undefined || lab.topics.includes(topic)) &&
      (group === undefined || lab.group === group) &&
      (level === undefined || lab.level === level)
  )
}

function requireKnown(what: string, wanted: string | undefined, known: readonly string[]): void {
  if (wanted === undefined || known.includes(wanted)) return
  const meant = didYouMean(wanted, known)
  throw new CommandFailure(
    `no lab has the ${what} "${wanted}". ${meant === undefined ? `There is: ${[...new Set(known)].sort().join(', ')}` : `Perhaps you mean ${meant}`}.`
  )
}

export function labWith(labs: readonly LabFolder[], id: string): LabFolder {
  const found = labs.find(({ lab }) => lab.id === id)
  if (found) return found
  const ids = labs.map(({ lab }) => lab.id).join(', ')
  throw new CommandFailure(`there is no lab "${id}". There is: ${ids}.`)
}

/** Those of the product: out of what the build has kept beside the bundle, or from the sources. */
async function ownLabs(): Promise<readonly LabFolder[]> {
  const root = path.join(productFolder(), 'walkthroughs')
  const built = path.join(import.meta.dirname, 'labs.json')
  if (!existsSync(built)) return await labsIn(root)
  const labs = JSON.parse(await readFile(built, 'utf8')) as readonly Lab[]
  return labs.map(lab => ({ lab, folder: path.join(root, lab.id) }))
}

/** A folder with labs in it, or the folder of one lab. */
async function labsIn(root: string): Promise<readonly LabFolder[]> {
  if (existsSync(path.join(root, 'lab.yaml'))) return [await readFolder(root)]
  if (!existsSync(root)) throw new CommandFailure(`the folder ${root} does not exist.`)
  const names = (await readdir(root)).sort()
  const folders = names
    .map(name => path.join(root, name))
    .filter(folder => existsSync(path.join(folder, 'lab.yaml')))
  if (folders.length === 0)
    throw new CommandFailure(`there is no lab in ${root}: no folder in it has a lab.yaml.`)
  return await Promise.all(folders.map(readFolder))
}

async function readFolder(folder: string): Promise<LabFolder> {
  const file = path.join(folder, 'lab.yaml')
  const { lab, problems } = readLab(await readFile(file, 'utf8'))
  if (lab && lab.id !== path.basename(folder))
    throw new CommandFailure(
      `${file}: the id is ${lab.id}, and the folder is called ${path.basename(folder)}. They have to be the same.`
    )
  if (lab) return { lab, folder }
  const [problem] = problems
  throw new CommandFailure(`${file}:${problem?.line ?? 1}: ${problem?.message ?? 'not a lab.'}`)
}
