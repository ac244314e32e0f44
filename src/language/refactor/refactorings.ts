import { ManifestEditor } from '../../rules/manifest-editor.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { WorkspaceView } from '../../rules/workspace-view.ts'
import type { TextEdit } from '../../yaml/text-edit.ts'
import { endpointsToSlices } from './endpoints-to-slices.ts'
import {
  httpRouteToVirtualService,
  virtualServiceToHttpRoute
} from './http-route-and-virtual-service.ts'
import { ingressToGateway } from './ingress-to-gateway.ts'
import { metallbConfigToObjects } from './metallb-config-to-objects.ts'

/** Another way to write one object. What it would lose, or needs beside it, stands in the title. */
export interface Refactoring {
  readonly title: string
  readonly edits: readonly TextEdit[]
}

/** The objects that take the place of one, with what a person has to know about them. */
export interface Rewrite {
  readonly title: string
  readonly objects: readonly object[]
}

/** Gives nothing for an object that can't be written in the other way without a loss of meaning. */
export type Rewriter = (manifest: Manifest, workspace: WorkspaceView) => Rewrite | undefined

const rewriters: Readonly<Record<string, readonly Rewriter[]>> = {
  'networking.k8s.io/Ingress': [ingressToGateway],
  '/Endpoints': [endpointsToSlices],
  '/ConfigMap': [metallbConfigToObjects],
  'networking.istio.io/VirtualService': [virtualServiceToHttpRoute],
  'gateway.networking.k8s.io/HTTPRoute': [httpRouteToVirtualService]
}

/** What the object at an offset can be rewritten as. */
export function refactoringsAt(
  manifests: readonly Manifest[],
  offset: number,
  workspace: WorkspaceView
): readonly Refactoring[] {
  const manifest = manifests.find(one => {
    const { document, path } = one
    const { start, end } = path.length === 0 ? document.range : document.rangeOf(path, 'value')
    return start <= offset && offset <= end
  })
  if (!manifest || manifest.partial) return []
  return (rewriters[`${manifest.gvk.group}/${manifest.gvk.kind}`] ?? []).flatMap(rewrite => {
    const found = rewrite(manifest, workspace)
    if (!found) return []
    const editor = new ManifestEditor(manifest.document, manifest.path)
    return [{ title: found.title, edits: editor.replaceBy(found.objects) }]
  })
}
