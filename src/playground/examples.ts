import { element } from './element.ts'
import type { CheckPage, Example, OpenFile } from './protocol.ts'

export interface LinkedExample extends Example {
  /** What follows `#` in the address of the page. */
  readonly link: string
  readonly check?: string
}

/** Files of the product first, then the faulty example of each check, kind by kind. */
export function allExamples(
  files: readonly Example[],
  checks: readonly CheckPage[]
): readonly LinkedExample[] {
  const faulty = checks
    .filter(({ docs }) => docs.bad !== '')
    .map(check => exampleOf(check, check.docs.bad))
    .sort((a, b) => (a.link < b.link ? -1 : 1))
  return [...files.map(file => ({ ...file, link: `example/${file.name}` })), ...faulty]
}

export function exampleOf({ id }: CheckPage, text: string): LinkedExample {
  const [kind = '', fault = ''] = id.split('/')
  return {
    group: `Faults: ${kind}`,
    title: fault,
    name: `${id}.yaml`,
    text,
    link: `fault/${id}`,
    check: id
  }
}

export function fileOf({ name, text, check }: LinkedExample): OpenFile {
  return { name: `/${name}`, text, ...(check !== undefined && { check }) }
}

/** The choices of the list, in groups. */
export function optionsOf(examples: readonly LinkedExample[]): readonly HTMLOptGroupElement[] {
  const groups = new Map<string, HTMLOptGroupElement>()
  for (const { group, title, link } of examples) {
    const members = groups.get(group) ?? element('optgroup', { label: group })
    groups.set(group, members)
    members.append(element('option', { value: link }, title))
  }
  return [...groups.values()]
}
