import { isRecord } from '../../src/base/json.ts'

export interface Mutation {
  readonly title: string
  readonly object: unknown
}

type Path = readonly (string | number)[]

const texts = ['', 'Bad_Value!', 'x'.repeat(64), '-a', '300.1.1.1', '10.0.0.1/8', 'a b']
const numbers = [0, -1, 70000, 2 ** 31]

/**
 * Objects that differ from a correct one at a single place: a field taken away, emptied, doubled, with a
 * value of another type or out of bounds, and with an unknown neighbour.
 */
export function mutationsOf(object: unknown): Mutation[] {
  const found: Mutation[] = []
  const add = (
    path: Path,
    what: string,
    change: (parent: unknown, step: string | number) => void
  ): void => {
    const copy: unknown = structuredClone(object)
    let parent: unknown = copy
    for (const step of path.slice(0, -1))
      parent = (parent as Record<string | number, unknown>)[step]
    change(parent, path.at(-1) ?? '')
    found.push({ title: `${path.join('.')} ${what}`, object: copy })
  }
  const set = (path: Path, value: unknown): void =>
    add(path, `= ${JSON.stringify(value).slice(0, 40)}`, (parent, step) => {
      ;(parent as Record<string | number, unknown>)[step] = value
    })
  const visit = (value: unknown, path: Path): void => {
    if (
      path.length > 0 &&
      !(path.length === 1 && (path[0] === 'apiVersion' || path[0] === 'kind'))
    ) {
      add(path, 'removed', (parent, step) => {
        if (Array.isArray(parent)) parent.splice(Number(step), 1)
        else Reflect.deleteProperty(parent as object, step)
      })
      set(path, null)
      if (typeof value === 'string') for (const text of [...texts, 7, true]) set(path, text)
      if (typeof value === 'number')
        for (const number of [...numbers, 'text', 1.5]) set(path, number)
      if (typeof value === 'boolean') for (const other of ['yes', 0]) set(path, other)
      if (Array.isArray(value)) for (const other of [[], {}, 'text']) set(path, other)
      if (isRecord(value)) for (const other of [{}, [], 'text']) set(path, other)
    }
    if (Array.isArray(value)) {
      const items = value as unknown[]
      if (items.length > 0) set(path, [...items, items[0]])
      items.forEach((item, i) => visit(item, [...path, i]))
    } else if (isRecord(value)) {
      add([...path, 'unknownField'], 'added', (parent, step) => {
        ;(parent as Record<string, unknown>)[step] = 'text'
      })
      for (const [key, child] of Object.entries(value)) visit(child, [...path, key])
    }
  }
  visit(object, [])
  return found
}
