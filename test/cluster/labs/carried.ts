import { requirementsOf } from '../../../src/labs/requirements.ts'
import type { LabCheck, LabStep } from '../../../src/labs/lab-definition.generated.ts'
import { filesOf, type Lab } from '../../../src/labs/lab.ts'
import { solutionOf } from '../../../src/labs/play-lab.ts'
import { isKubeObject } from '../../../src/model/object.ts'
import { parseYamlFile } from '../../../src/yaml/yaml-file.ts'
import { provenSteps, readLabFile } from '../../labs/playground.ts'
import type { Abilities } from '../abilities.ts'
import type { AdditionName } from '../additions/additions.ts'
import type { ImageSource } from './image-source.ts'

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

/** Steps without a file of their own, which ask for something that somebody has added to the cluster. */
const askFor: Readonly<Record<string, AdditionName>> = {
  'network-performance/node-cache': 'node-cache'
}

/** Divides the checks of a lab into those that a cluster can carry and the others. */
export async function carriedOf(
  lab: Lab,
  abilities: Abilities,
  images: ImageSource
): Promise<Carried> {
  const leftOut: LeftOut[] = []
  const steps: LabStep[] = []
  /** Why what an earlier step makes is not there, by the names of its objects. */
  const absent = new Map<string, string>()
  for (const step of provenSteps(lab)) {
    const missing = await images.lacksOneOf(imagesOf(lab, solutionOf(step)))
    if (missing !== false)
      for (const name of namesOf(lab, solutionOf(step))) absent.set(name, missing)
    const checks: LabCheck[] = []
    for (const check of step.checks) {
      const reason =
        (await reasonAgainst(lab, step, check, abilities)) || missing || reasonOf(check, absent)
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
  const addition = askFor[`${lab.id}/${step.id}`]
  const lacking = addition === undefined ? false : await abilities.lacksAddition(addition)
  return lacking || (await abilities.lacksOneOf(requirementsOf(lab, step, check)))
}

/** Why somebody whom a check asks is not there: a DNS server by its name, or whoever a URL in it names. */
function reasonOf(check: LabCheck, absent: ReadonlyMap<string, string>): string | false {
  const server = check.kind === 'dns' ? check.server : undefined
  const text = JSON.stringify(check)
  for (const [name, reason] of absent) {
    if (name === '') continue
    if (typeof server === 'object' && server.name === name) return reason
    if ([':', '/', '.'].some(end => text.includes(`//${name}${end}`))) return reason
  }
  return false
}

function imagesOf(lab: Lab, files: readonly string[]): readonly string[] {
  return valuesOf(lab, files).flatMap(imagesIn)
}

function namesOf(lab: Lab, files: readonly string[]): readonly string[] {
  return valuesOf(lab, files)
    .filter(isKubeObject)
    .map(({ metadata }) => metadata.name ?? '')
}

function valuesOf(lab: Lab, files: readonly string[]): readonly unknown[] {
  const known = new Set(filesOf(lab))
  return files
    .filter(file => known.has(file) && file.endsWith('.yaml'))
    .flatMap(file => parseYamlFile(readLabFile(lab, file)).documents)
    .map(({ value }) => value)
}

function imagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
    key === 'image' && typeof one === 'string' ? [one] : imagesIn(one)
  )
}
