/** A snippet for each manifest of the labs, as it is when it is right. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { schemaSetFrom, type SchemaBundle, type SchemaSet } from '../../../src/api/schema-set.ts'
import { recordOf, stringOf } from '../../../src/base/json.ts'
import type { Lab } from '../../../src/labs/lab.ts'
import type { Snippet } from '../../../src/language/snippets.ts'
import { createLanguageService } from '../../../src/language/language-service.ts'
import { rules } from '../../../src/rules/index.generated.ts'
import { parseAllDocuments } from 'yaml'
import { withTabStops } from './tab-stops.ts'

const walkthroughs = path.resolve(import.meta.dirname, '..', '..', '..', 'walkthroughs')

export function labSnippets(labs: readonly Lab[]): readonly Snippet[] {
  const service = createLanguageService({ schemas: bundledSchemas(), rules })
  return labs.flatMap(lab =>
    manifestsOf(lab).flatMap(name => {
      const text = withoutLabLabels(readFileSync(path.join(walkthroughs, lab.id, name), 'utf8'))
      service.setFile('snippet.yaml', text)
      // What is right only beside the lab's other manifests is no start for one of somebody's own.
      if (service.lint('snippet.yaml').findings.some(({ severity }) => severity !== 'hint'))
        return []
      const label = `${kindsIn(text) || 'Configuration'}: ${wordsOf(name)} (${lab.id})`
      return [{ label, detail: `${lab.title}: ${titleOf(lab, name)}`, body: withTabStops(text) }]
    })
  )
}

function bundledSchemas(): SchemaSet {
  const file = path.resolve(walkthroughs, '..', 'schemas', 'kubernetes.json')
  return schemaSetFrom(JSON.parse(readFileSync(file, 'utf8')) as SchemaBundle)
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
