import type { FieldPath } from '../base/field-path.ts'
import { stringOf, valueAt } from '../base/json.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { Manifest } from '../rules/manifest.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import type { FileState, LocatedObject } from './file-state.ts'
import { namedKindAt } from './links/object-links.ts'
import { noteAt, noteText } from './notes/field-notes.ts'
import type { FieldNote } from './notes/note.ts'
import { referenceOf } from './notes/references.ts'
import { schemaAt, typeName } from './schema-path.ts'
import { clusterScene, workspaceScene, type Scene } from './traffic/scene.ts'
import { findService } from './traffic/service-traffic.ts'
import { trafficOf } from './traffic/traffic.ts'
import type { ClusterSnapshot } from './values/known-objects.ts'

/** What to show for a place; Markdown. */
export interface Hover {
  readonly range: OffsetRange
  readonly markdown: string
}

export interface HoverOptions {
  readonly schemas: SchemaSet
  readonly workspace: WorkspaceView
  readonly cluster: ClusterSnapshot | undefined
}

/**
 * The field under an offset: its type, whether it is required, its values, what it is for and where that is
 * said; on the kind and the name of an object also what the object does to traffic.
 */
export function hover(state: FileState, offset: number, options: HoverOptions): Hover | undefined {
  const place = objectAt(state, offset)
  if (!place) return undefined
  const { manifest } = place.object
  const { path } = place
  const isKind = path.length === 1 && path[0] === 'kind'
  const isName = path.length === 2 && path[0] === 'metadata' && path[1] === 'name'
  const range = manifest.document.rangeOf([...manifest.path, ...path], isKind ? 'entry' : 'key')
  const about = isKind ? kindLines(manifest, options) : fieldLines(manifest, path, options)
  if (!about) return undefined
  const traffic =
    isKind || isName ? trafficLines(manifest, options) : namedLines(manifest, path, options)
  return { range, markdown: [...about, ...traffic].join('\n\n') }
}

/** The object and the path inside it that an offset belongs to. */
export function objectAt(
  state: FileState,
  offset: number
):
  | { readonly object: LocatedObject; readonly path: FieldPath; readonly part: 'key' | 'value' }
  | undefined {
  for (const { document, objects } of state.documents) {
    if (offset < document.range.start || offset > document.range.end) continue
    const at = document.pathAt(offset)
    const object = at && objects.findLast(({ manifest }) => startsWith(at.path, manifest.path))
    if (at && object)
      return { object, path: at.path.slice(object.manifest.path.length), part: at.part }
  }
  return undefined
}

function startsWith(path: FieldPath, prefix: FieldPath): boolean {
  return prefix.every((step, i) => path[i] === step)
}

function kindLines(manifest: Manifest, { schemas }: HoverOptions): string[] | undefined {
  const note = noteAt(manifest.object, [])
  if (note === undefined && !schemas.schemaOf(manifest.gvk)) return undefined
  const head = `**${manifest.gvk.kind}** (${manifest.object.apiVersion})`
  return [head, ...described(manifest, note)]
}

function fieldLines(
  manifest: Manifest,
  path: FieldPath,
  { schemas }: HoverOptions
): string[] | undefined {
  const root = schemas.schemaOf(manifest.gvk)
  const schema = schemaAt(schemas, root, path)
  if (!schema) return undefined
  const parent = schemaAt(schemas, root, path.slice(0, -1))
  return [
    headOf(path, schema, parent, schemas),
    ...factsOf(schema),
    ...described(manifest, noteAt(manifest.object, path))
  ]
}

/** A note with its source: the reference of the kind, or the page that decided the field. */
function described({ gvk }: Manifest, note: FieldNote | undefined): string[] {
  const reference = referenceOf(gvk)
  const links = [
    ...(typeof note === 'object' ? [`[Proposal](${note.source})`] : []),
    ...(reference === undefined ? [] : [`[API reference of ${gvk.kind}](${reference})`])
  ]
  return [
    ...(note === undefined ? [] : [noteText(note)]),
    ...(links.length === 0 ? [] : [links.join(' · ')])
  ]
}

/** What an object does to traffic, first by the files, then by what the cluster holds. */
function trafficLines(manifest: Manifest, { workspace, cluster }: HoverOptions): string[] {
  const { object, partial } = manifest
  if (partial) return []
  const scenes: Scene[] = [workspaceScene(workspace, manifest)]
  // Whoever applies a manifest without a namespace decides where; a cluster can't be asked about that.
  const isPlaced = manifest.namespace !== undefined || manifest.gvk.kind === 'Namespace'
  if (cluster && isPlaced) scenes.push(clusterScene(cluster))
  return scenes.flatMap(scene => sceneLines(object, scene))
}

function sceneLines(object: Manifest['object'], scene: Scene): string[] {
  const lines = trafficOf(object, scene)
  return lines.length === 0 ? [] : [`---\n\n**${scene.title}**`, ...lines]
}

/** Where a field names a Service, what that leads to. */
function namedLines(
  manifest: Manifest,
  path: FieldPath,
  { workspace, cluster }: HoverOptions
): string[] {
  const { object, gvk } = manifest
  const target = namedKindAt(`${gvk.group}/${gvk.kind}`, object, path)
  if (target?.kind !== '/Service') return []
  const name = stringOf(valueAt(object, path))
  if (name === undefined) return []
  const scenes = [workspaceScene(workspace, manifest), ...(cluster ? [clusterScene(cluster)] : [])]
  return scenes.flatMap(scene => {
    const service = findService(name, target.namespace ?? manifest.namespace, scene)
    return service ? sceneLines(service, scene) : []
  })
}

function headOf(
  path: FieldPath,
  schema: Schema,
  parent: Schema | undefined,
  schemas: SchemaSet
): string {
  const name = path.at(-1)
  const required = typeof name === 'string' && parent?.required?.includes(name) === true
  const title = typeof name === 'number' ? `item ${name}` : String(name)
  return `**${title}** \`${typeName(schemas, schema)}\`${required ? ' · required' : ''}`
}

function factsOf(schema: Schema): string[] {
  const facts: string[] = []
  if (schema.enum)
    facts.push(`One of ${schema.enum.map(value => `\`${String(value)}\``).join(', ')}.`)
  if (schema.default !== undefined) facts.push(`Default: \`${JSON.stringify(schema.default)}\`.`)
  if (schema.minimum !== undefined && schema.maximum !== undefined)
    facts.push(`From ${schema.minimum} to ${schema.maximum}.`)
  if (schema.listMapKeys) facts.push(`Items are told apart by ${schema.listMapKeys.join(', ')}.`)
  return facts
}
