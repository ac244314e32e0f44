import { readFileSync } from 'node:fs'
import path from 'node:path'
import { formatFieldPath } from '../../../src/base/field-path.ts'
import { schemaProblems } from '../../../src/base/schema-problems.ts'
import { parseYamlFile } from '../../../src/yaml/yaml-file.ts'

/** A picture as its author describes it; `picture.schema.json` says what each field means. */
export interface Picture {
  readonly title: string
  readonly direction?: Direction
  readonly things: Things
  readonly arrows?: readonly Arrow[]
}

export type Direction = 'right' | 'down'
export type Things = Readonly<Record<string, Thing>>

export interface Thing {
  readonly kind: ThingKind
  readonly label?: string
  readonly copies?: number
  readonly gate?: string
  readonly state?: 'new' | 'gone'
  readonly holds?: Things
}

export const boxKinds = ['cluster', 'node', 'namespace', 'network'] as const
export type BoxKind = (typeof boxKinds)[number]
export type ShapeKind =
  | 'pod'
  | 'service'
  | 'gateway'
  | 'route'
  | 'dns'
  | 'address'
  | 'object'
  | 'controller'
  | 'interface'
  | 'router'
  | 'machine'
  | 'text'
export type ThingKind = BoxKind | ShapeKind

export interface Arrow {
  readonly from: string
  readonly to: string
  readonly label?: string
  readonly is?: 'allowed' | 'blocked' | 'asks' | 'belongs'
  readonly state?: 'new'
}

const schema: unknown = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'picture.schema.json'), 'utf8')
)

export function isBox({ kind }: Thing): boolean {
  return (boxKinds as readonly string[]).includes(kind)
}

/** @throws Error that names the field, when the description is not one */
export function readPicture(text: string): Picture {
  const [document, ...more] = parseYamlFile(text).documents
  if (!document || more.length > 0) throw new Error('A picture is one YAML document.')
  const [unreadable] = document.problems
  if (unreadable) throw new Error(unreadable.message)
  const [problem] = schemaProblems(document.value, schema)
  if (problem) throw new Error(`${formatFieldPath(problem.path)}: ${problem.message}`)
  const picture = document.value as Picture
  const named = new Map(thingsByPath(picture.things))
  for (const [name, thing] of named)
    if (thing.holds && !isBox(thing)) throw new Error(`${name}: only a box holds others.`)
  for (const { from, to } of picture.arrows ?? [])
    for (const end of [from, to])
      if (!named.has(end))
        throw new Error(`There is no ${end} for an arrow, only ${[...named.keys()].join(', ')}.`)
  return picture
}

/** Every thing with its path, such as `backend/web`, in the order of the description. */
export function thingsByPath(things: Things, above = ''): [string, Thing][] {
  return Object.entries(things).flatMap(([name, thing]): [string, Thing][] => [
    [`${above}${name}`, thing],
    ...thingsByPath(thing.holds ?? {}, `${above}${name}/`)
  ])
}
