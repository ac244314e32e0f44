/** A snippet for each manifest of the labs, as it is when it is right. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { recordOf, stringOf } from '../../../src/base/json.ts'
import type { Lab } from '../../../src/labs/lab.ts'
import type { Snippet } from '../../../src/language/snippets.ts'
import { parseAllDocuments } from 'yaml'
import { withTabStops } from './tab-stops.ts'

const walkthroughs = path.resolve(import.meta.dirname, '..', '..', '..', 'walkthroughs')

export function labSnippets(labs: readonly Lab[]): readonly Snippet[] {
  return labs.flatMap(lab =>
    labManifests(lab).map(({ label, text, name }) => ({
      label,
      detail: `${lab.title}: ${titleOf(lab, name)}`,
      body: withTabStops(text)
    }))
  )
}

export interface LabManifest {
  /** How its snippet is called. */
  readonly label: string
  readonly name: string
  readonly text: string
}

/** The manifests of a lab as they are when they are right, as somebody would write them who plays no lab. */
export function labManifests(lab: Lab): readonly LabManifest[] {
  return manifestsOf(lab).map(name => {
    const text = withoutLabLabels(readFileSync(path.join(walkthroughs, lab.id, name), 'utf8'))
    const label = `${kindsIn(text) || 'Configuration'}: ${wordsOf(name)} (${lab.id})`
    return { label, name, text }
  })
}

/** What the learner starts from, with the solution in its place where it has a mistake to be found. */
function manifestsOf(lab: Lab): string[] {
  const folder = path.join(walkthroughs, lab.id)
  const inside = (part: string): string[] => globSync(`${part}/**/*.yaml`, { cwd: folder })
  const begun = inside('manifests').map(name => name.replace(/^manifests\//, ''))
  const solved = inside('solution').map(name => name.replace(/^solution\//, ''))
  return [...new Set([...begun, ...solved])]
    .sort()
    .map(
      name =>
        `${existsSync(path.join(folder, 'solution', name)) ? 'solution' : 'manifests'}/${name}`
    )
}

/** The labels by which a lab knows what it has made; what somebody else writes isn't the lab's. */
function withoutLabLabels(text: string): string {
  return text
    .replaceAll(/^[ ]*netlabs\/lab: .*\n/gm, '')
    .replaceAll(/^([ ]*)labels:\n(?!\1[ ]+\S)/gm, '')
}

function kindsIn(text: string): string {
  const kinds = [
    ...new Set(
      parseAllDocuments(text).flatMap(document => stringOf(recordOf(document.toJS()).kind) ?? [])
    )
  ]
  const shown = kinds.slice(0, 3).join(' + ')
  return kinds.length > 3 ? `${shown} + …` : shown
}

function wordsOf(name: string): string {
  return path.basename(name, '.yaml').replace(/^\d+-/, '').replaceAll('-', ' ')
}

function titleOf(lab: Lab, name: string): string {
  const step = lab.steps.find(({ manifests = [], solution = [] }) =>
    [...manifests, ...solution].includes(name)
  )
  return step?.title ?? lab.description
}
