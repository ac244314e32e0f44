import { parseYamlFile, type YamlDocument, type YamlFileKind } from '../yaml/yaml-file.ts'
import { itemsOf, recordOf } from '../base/json.ts'
import { documentRole, isKustomizeResource, type NeighbourFile } from '../yaml/role.ts'
import { configurationType } from './configuration-type.ts'
import type { Treatment } from './file-state.ts'

/**
 * What a document is: a manifest, part of one (a kustomize patch), the configuration of a program that is
 * known, or none of our business. Decided by its
 * content, by its path and by the kustomizations that may speak of it.
 */
export function treatmentOf(
  uri: string,
  document: YamlDocument,
  around: { readonly kind: YamlFileKind; readonly neighbours: readonly NeighbourFile[] }
): Treatment {
  const role = documentRole({ path: uri, value: document.value, text: document.text, ...around })
  if (role === 'kustomize-patch') return 'partial'
  if (role === 'other' || role === 'helm-values' || role === 'kustomization') {
    const isKnown =
      !isBroken(document) && configurationType(document.value, role === 'helm-values') !== undefined
    return isKnown ? 'configuration' : role === 'other' ? 'untyped' : 'ignored'
  }
  if (role !== 'manifest') return 'ignored'
  if (liesAmongPatches(uri, around.neighbours)) return 'partial'
  if (hasSubjectOfUnknownNamespace(document.value) && isKustomizeResource(uri, around.neighbours))
    return 'partial'
  // What could be read of broken text is no more than a part of what is meant.
  return isBroken(document) ? 'partial' : 'manifest'
}

/**
 * Whether a file lies in a folder for patches beside a kustomization, where those lie that a kustomization does not name
 * or names in a comment only, as in the projects that kubebuilder makes.
 */
function liesAmongPatches(uri: string, neighbours: readonly NeighbourFile[]): boolean {
  const folder = /^(.*\/|)patch(?:es)?\/[^/]+$/.exec(uri)?.[1]
  if (folder === undefined) return false
  return neighbours.some(
    ({ path }) => path.startsWith(folder) && !path.slice(folder.length).includes('/')
  )
}

/**
 * Whether a binding leaves out the namespace of a ServiceAccount: kustomize writes it where it knows the account, or
 * where the account is called default.
 */
function hasSubjectOfUnknownNamespace(value: unknown): boolean {
  const { kind, subjects } = recordOf(value)
  return (
    kind === 'ClusterRoleBinding' &&
    itemsOf(subjects).some(subject => {
      const { kind: of, namespace } = recordOf(subject)
      return of === 'ServiceAccount' && namespace === undefined
    })
  )
}

/** Whether the text can't be read as YAML, so that nothing is known of what is missing in it. */
export function isBroken(document: YamlDocument): boolean {
  return document.problems.some(({ code }) => code === 'syntax' || code === 'tab-indent')
}

/** Whether a file is named so that kustomize reads it as its own. */
export function isKustomizationPath(uri: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(uri)
}

const known = new Map<string, unknown>()

/** The content of a kustomization; each text is read once. */
export function kustomizationOf(text: string): unknown {
  if (!known.has(text)) {
    if (known.size > 200) known.clear()
    known.set(text, parseYamlFile(text).documents[0]?.value)
  }
  return known.get(text)
}
