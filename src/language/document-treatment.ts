import { isRecord, itemsOf, recordOf, stringOf } from '../base/json.ts'
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-file.ts'
import type { Treatment } from './file-state.ts'

/**
 * What a document is: a manifest, part of one (a kustomize patch), or none of our business. Decided by its
 * content and by the kustomization beside it, which `textOf` gives.
 */
export function treatmentOf(
  uri: string,
  document: YamlDocument,
  textOf: (uri: string) => string | undefined
): Treatment {
  const { value } = document
  if (!isRecord(value)) return 'ignored'
  if (typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return 'ignored'
  if (value.apiVersion.startsWith('kustomize.config.k8s.io/')) return 'ignored'
  if (document.text.includes('$patch')) return 'partial'
  return isPatchOfNeighbour(uri, textOf) ? 'partial' : 'manifest'
}

function isPatchOfNeighbour(uri: string, textOf: (uri: string) => string | undefined): boolean {
  let folder = uri
  // A patch lies beside its kustomization or in a folder below it.
  for (let up = 0; up < 4; up++) {
    const slash = folder.lastIndexOf('/')
    if (slash < 0) return false
    folder = folder.slice(0, slash)
    const relative = uri.slice(folder.length + 1)
    for (const name of ['kustomization.yaml', 'kustomization.yml', 'Kustomization']) {
      const text = textOf(`${folder}/${name}`)
      if (text === undefined) continue
      if (patchesIn(text).has(relative)) return true
    }
  }
  return false
}

const known = new Map<string, ReadonlySet<string>>()

/** Paths of the patches of a kustomization; read once for each text. */
function patchesIn(text: string): ReadonlySet<string> {
  let patches = known.get(text)
  if (!patches) {
    const value = recordOf(parseYamlFile(text).documents[0]?.value)
    const paths = [
      ...itemsOf(value.patchesStrategicMerge),
      ...itemsOf(value.patches).map(patch => recordOf(patch).path),
      ...itemsOf(value.patchesJson6902).map(patch => recordOf(patch).path)
    ]
    patches = new Set(
      paths.flatMap(path => stringOf(path) ?? []).map(path => path.replace(/^\.\//, ''))
    )
    if (known.size > 200) known.clear()
    known.set(text, patches)
  }
  return patches
}
