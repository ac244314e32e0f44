import { Range, type TextDocument } from 'vscode'
import { isRecord, itemsOf } from '../../base/json.ts'
import { isKubeObject, parseApiVersion, type KubeObject } from '../../model/object.ts'
import { manifestTextOf } from '../lint/manifest-text.ts'
import { parseYamlFile, type YamlDocument, type YamlFile } from '../../yaml/yaml-file.ts'

/** One YAML document that holds objects for a cluster. */
export interface ManifestDocument {
  readonly document: YamlDocument
  /** More than one for a List. */
  readonly objects: readonly KubeObject[]
  readonly range: Range
  /** Where the first line with content stands: lenses belong there, below comments and `---`. */
  readonly anchor: Range
}

interface Parsed {
  readonly version: number
  readonly file: YamlFile
}

const cache = new WeakMap<TextDocument, Parsed>()

/** The documents of an open file that a cluster would take, in their order. */
export function manifestDocumentsOf(text: TextDocument): readonly ManifestDocument[] {
  return fileOf(text).documents.flatMap(document => {
    const objects = objectsOf(document.value)
    if (objects.length === 0) return []
    const start = document.rangeOf(['apiVersion'], 'key').start
    const anchor = text.positionAt(Math.min(start, document.rangeOf(['kind'], 'key').start))
    return [
      {
        document,
        objects,
        range: new Range(
          text.positionAt(document.range.start),
          text.positionAt(document.range.end)
        ),
        anchor: new Range(anchor, anchor)
      }
    ]
  })
}

/** Whether the file becomes manifests only when Helm fills it in. */
export function isHelmTemplate(text: TextDocument): boolean {
  return fileOf(text).kind === 'helm-template'
}

function fileOf(text: TextDocument): YamlFile {
  const known = cache.get(text)
  if (known?.version === text.version) return known.file
  const file = parseYamlFile(manifestTextOf(text), { previous: known?.file, path: text.uri.path })
  cache.set(text, { version: text.version, file })
  return file
}

function objectsOf(value: unknown): readonly KubeObject[] {
  if (!isKubeObject(value)) return []
  const items = value.kind.endsWith('List') ? itemsOf(value.items) : [value]
  return items.filter((item): item is KubeObject => isKubeObject(item) && isForCluster(item))
}

/** Configuration files look like objects, but no API server serves them. */
const localGroups =
  /^(kustomize\.config\.k8s\.io|kind\.x-k8s\.io|kubeadm\.k8s\.io|kubelet\.config\.k8s\.io|kubeproxy\.config\.k8s\.io|k3d\.io|audit\.k8s\.io|apiserver\.config\.k8s\.io)$/

function isForCluster(object: KubeObject): boolean {
  if (localGroups.test(parseApiVersion(object.apiVersion).group) || object.kind === 'Config')
    return false
  if (!isRecord(object.metadata)) return false
  return (
    typeof object.metadata.name === 'string' || typeof object.metadata.generateName === 'string'
  )
}
