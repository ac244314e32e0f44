import { Field } from '../../base/field.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { folderOf } from './folder-of.ts'

/** A kustomization, by the type that the language service gives it. */
export const kustomizationKeys = ['kustomize.config.k8s.io/v1/Kustomization']

/** Objects in the files that a kustomization names itself. */
export function resourcesOf(
  { uri, object }: Manifest,
  workspace: WorkspaceView
): readonly Manifest[] {
  const folder = folderOf(uri)
  const files = new Set(
    new Field(object).get('resources').texts.map(text => `${folder}${text.replace(/^\.\//, '')}`)
  )
  return workspace
    .everything()
    .filter(one => !one.partial && (files.has(one.uri) || one.uri === uri))
}
