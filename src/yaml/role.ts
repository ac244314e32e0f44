import { isRecord, itemsOf, recordOf, stringOf } from '../base/json.ts'
import { isPatchValue, isJsonPatchValue, mayHaveDirective } from './patch-value.ts'
import { joinPath, parentPath } from './posix-path.ts'
import type { YamlFileKind } from './yaml-file.ts'

/** What a document is for, as its content and the files around it tell. */
export type DocumentRole =
  | 'manifest'
  | 'kustomization'
  | 'kustomize-patch'
  | 'json6902-patch'
  | 'helm-template'
  | 'helm-values'
  | 'helm-chart'
  | 'other'

/** A file in the neighbourhood; the content is needed of kustomizations only. */
export interface NeighbourFile {
  /** With `/` between the parts, from the same root as the path of the file in question. */
  readonly path: string
  readonly value?: unknown
}

export interface RoleQuestion {
  readonly path: string
  readonly kind?: YamlFileKind
  /** The value of the document. */
  readonly value: unknown
  /** Its text; where it is given, most values need not be searched. */
  readonly text?: string
  readonly neighbours?: readonly NeighbourFile[]
}

/** The role of one document. Pure: who calls it knows the files. */
export function documentRole({
  path,
  kind,
  value,
  text,
  neighbours = []
}: RoleQuestion): DocumentRole {
  if (kind === 'helm-template') return 'helm-template'
  if (isKustomization(path, value)) return 'kustomization'
  const name = baseName(path)
  if (isChart(name, value)) return 'helm-chart'
  const listed = listedAs(path, neighbours)
  if (isJsonPatchValue(value)) return 'json6902-patch'
  if (listed === 'patch') return 'kustomize-patch'
  if (listed === 'values') return 'helm-values'
  const object = isObject(value)
  if (listed === 'data' && !object) return 'other'
  if (!object) return isValues(path, neighbours) && isRecord(value) ? 'helm-values' : 'other'
  if (mayHaveDirective(text) && isPatchValue(value)) return 'kustomize-patch'
  if (listed === undefined && isUnlistedPatch(path, neighbours)) return 'kustomize-patch'
  return 'manifest'
}

/** Whether kustomize would read a file as its own: by its name or by its kind. */
export function isKustomization(path: string, value: unknown): boolean {
  if (/^(?:kustomization\.ya?ml|Kustomization)$/.test(baseName(path))) return true
  const { apiVersion, kind } = recordOf(value)
  return (
    (kind === 'Kustomization' || kind === 'Component') &&
    stringOf(apiVersion)?.startsWith('kustomize.config.k8s.io/') === true
  )
}

function isObject(value: unknown): boolean {
  const { apiVersion, kind } = recordOf(value)
  return typeof apiVersion === 'string' && typeof kind === 'string'
}

function isChart(name: string, value: unknown): boolean {
  if (name === 'Chart.yaml' || name === 'Chart.lock' || name === 'requirements.yaml') return true
  const { apiVersion, kind, name: chart, version } = recordOf(value)
  return (
    kind === undefined &&
    (apiVersion === 'v1' || apiVersion === 'v2') &&
    typeof chart === 'string' &&
    version !== undefined
  )
}

/** `values.yaml` beside a chart, and files that are named as values anywhere. */
function isValues(path: string, neighbours: readonly NeighbourFile[]): boolean {
  const name = baseName(path)
  if (/^values(?:[.-].*)?\.ya?ml$/.test(name) || /[.-]values\.ya?ml$/.test(name)) return true
  const folder = parentPath(path)
  return (
    name.includes('values') &&
    neighbours.some(({ path: other }) => other === joinPath(folder, 'Chart.yaml'))
  )
}

type Listing = 'resource' | 'patch' | 'values' | 'data'

/** How a kustomization around mentions a file; a patch comes first, because it is the surer sign. */
function listedAs(path: string, neighbours: readonly NeighbourFile[]): Listing | undefined {
  if (neighbours.length === 0) return undefined
  const found = new Set<Listing>()
  for (const neighbour of neighbours) {
    if (!isKustomization(neighbour.path, neighbour.value)) continue
    const folder = parentPath(neighbour.path)
    const content = recordOf(neighbour.value)
    const lists = (files: readonly unknown[]): boolean =>
      files.some(file => typeof file === 'string' && joinPath(folder, file) === path)
    if (lists(patchFiles(content))) found.add('patch')
    if (lists(itemsOf(content.resources)) || lists(itemsOf(content.bases))) found.add('resource')
    if (lists(valuesFiles(content))) found.add('values')
    if (lists(dataFiles(content))) found.add('data')
  }
  return (['patch', 'resource', 'values', 'data'] as const).find(one => found.has(one))
}

/** Whether a kustomization around takes the file as a resource, which it may complete. */
export function isKustomizeResource(path: string, neighbours: readonly NeighbourFile[]): boolean {
  return listedAs(path, neighbours) === 'resource'
}

function patchFiles(content: Readonly<Record<string, unknown>>): unknown[] {
  return [
    ...itemsOf(content.patches).map(patch => (isRecord(patch) ? patch.path : patch)),
    ...itemsOf(content.patchesStrategicMerge),
    ...itemsOf(content.patchesJson6902).map(patch => recordOf(patch).path)
  ]
}

function valuesFiles(content: Readonly<Record<string, unknown>>): unknown[] {
  return itemsOf(content.helmCharts).flatMap(chart => [
    recordOf(chart).valuesFile,
    ...itemsOf(recordOf(chart).additionalValuesFiles)
  ])
}

/** Files whose content becomes data or configures kustomize itself. */
function dataFiles(content: Readonly<Record<string, unknown>>): unknown[] {
  const generated = [...itemsOf(content.configMapGenerator), ...itemsOf(content.secretGenerator)]
  return [
    ...generated.flatMap(one => itemsOf(recordOf(one).files)).map(withoutKey),
    ...itemsOf(content.configurations),
    ...itemsOf(content.replacements).map(one => recordOf(one).path)
  ]
}

/** `key=file` in the list of a generator. */
function withoutKey(file: unknown): unknown {
  return typeof file === 'string' ? file.slice(file.indexOf('=') + 1) : file
}

/** Beside a kustomization that doesn't mention the file, its name and folder say what it is for. */
function isUnlistedPatch(path: string, neighbours: readonly NeighbourFile[]): boolean {
  const name = baseName(path)
  const folder = baseName(parentPath(path))
  if (!/(?:^|[-_.])patch(?:es)?(?:[-_.]|$)/i.test(name) && !/^patch(?:es)?$/i.test(folder))
    return false
  return neighbours.some(
    neighbour =>
      isKustomization(neighbour.path, neighbour.value) &&
      (path.startsWith(`${parentPath(neighbour.path)}/`) || parentPath(neighbour.path) === '')
  )
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
