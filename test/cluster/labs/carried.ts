import { requirementsOf } from '../../../src/labs/requirements.ts'
import type { LabCheck, LabStep } from '../../../src/labs/lab-definition.generated.ts'
import { filesOf, type Lab } from '../../../src/labs/lab.ts'
import { solutionOf } from '../../../src/labs/play-lab.ts'
import { parseYamlFile } from '../../../src/yaml/yaml-file.ts'
import { provenSteps, readLabFile } from '../../labs/playground.ts'
import type { Abilities } from '../abilities.ts'
import { additionNames, additions, type AdditionName } from '../additions/additions.ts'
import type { Addition } from '../additions/addition.ts'
import { testAdditions } from '../additions/usual.ts'
import { images } from '../images/image-list.ts'
import { isForeign } from '../test-kubeconfig.ts'

/** A check that a cluster can't carry, and why, as a sentence. */
export interface LeftOut {
  readonly lab: string
  readonly step: string
  readonly check: string
  readonly reason: string
}

export interface Carried {
  /** The lab with the checks that the cluster can carry; undefined when there are none. */
  readonly lab: Lab | undefined
  readonly leftOut: readonly LeftOut[]
}

/** Divides the checks of a lab into those that a cluster can carry and the others. */
export async function carriedOf(lab: Lab, abilities: Abilities): Promise<Carried> {
  const leftOut: LeftOut[] = []
  const steps: LabStep[] = []
  for (const step of provenSteps(lab)) {
    const checks: LabCheck[] = []
    for (const check of step.checks) {
      const reason = await reasonAgainst(lab, step, check, abilities)
      if (reason === false) checks.push(check)
      else leftOut.push({ lab: lab.id, step: step.id, check: check.id, reason })
    }
    if (checks.length > 0) steps.push({ ...step, checks })
  }
  const [first, ...others] = steps
  return { lab: first && { ...lab, steps: [first, ...others] }, leftOut }
}

async function reasonAgainst(
  lab: Lab,
  step: LabStep,
  check: LabCheck,
  abilities: Abilities
): Promise<string | false> {
  if (check.kind === 'attest') return 'Only a person can see it.'
  const lacking = await abilities.lacksOneOf(requirementsOf(lab, step, check))
  if (lacking !== false) return lacking
  const missing = imagesOf(lab, solutionOf(step)).find(image => !isHad(image))
  return missing !== undefined && originOf(missing)
}

function imagesOf(lab: Lab, files: readonly string[]): readonly string[] {
  const known = new Set(filesOf(lab))
  return files
    .filter(file => known.has(file) && file.endsWith('.yaml'))
    .flatMap(file => parseYamlFile(readLabFile(lab, file)).documents)
    .flatMap(({ value }) => imagesIn(value))
}

function imagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
    key === 'image' && typeof one === 'string' ? [one] : imagesIn(one)
  )
}

/** Images that a cluster of our own has: those of every cluster, and those of what it was made with. */
const had = imageNames([...images, ...testAdditions().flatMap(imagesOfAddition)])

/** A cluster that is somebody's own pulls what it wants. */
function isHad(image: string): boolean {
  return isForeign || isAmong(had, image)
}

/** Where an image would come from that the cluster does not have. */
function originOf(image: string): string {
  const name = additionNames.find(one => isAmong(imageNames(imagesOfAddition(one)), image))
  return name === undefined
    ? `The image ${image} is made by no recipe, and none can be pulled.`
    : `The image ${image} comes with --with ${name}, and the cluster was made without it.`
}

function imagesOfAddition(name: AdditionName): Addition['images'] {
  return additions[name].images
}

function imageNames(recipes: Addition['images']): ReadonlySet<string> {
  return new Set(recipes.flatMap(({ names }) => names))
}

function isAmong(names: ReadonlySet<string>, image: string): boolean {
  return ['', 'docker.io/', 'docker.io/library/'].some(at => names.has(`${at}${image}`))
}
