import { recordOf } from '../../base/json.ts'
import type { Manifest } from '../manifest.ts'
import { mayShareNamespace } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/** The Secrets that could be in the namespace of a manifest. */
export function secretsBeside(
  workspace: WorkspaceView,
  place: Pick<Manifest, 'namespace'>
): readonly Manifest[] {
  return workspace.all('v1/Secret').filter(secret => mayShareNamespace(secret, place))
}

/** What a Secret lacks to be a certificate with its key; empty when it has all. */
export function missingOfTls(secret: Manifest): readonly string[] {
  if (secret.partial) return []
  const { data, stringData } = secret.object
  const keys = [...Object.keys(recordOf(data)), ...Object.keys(recordOf(stringData))]
  return ['tls.crt', 'tls.key'].filter(key => !keys.includes(key))
}

/** Whether something here makes certificates, so that a Secret that is missing will be there. */
export function makesCertificates(workspace: WorkspaceView, manifest: Manifest): boolean {
  const annotations = Object.keys(manifest.object.metadata.annotations ?? {})
  return (
    annotations.some(key => /cert-manager|acme|certificate/i.test(key)) ||
    workspace.derive(certificateObjects).length > 0
  )
}

function certificateObjects(workspace: WorkspaceView): readonly Manifest[] {
  return [
    ...workspace.ofKind('cert-manager.io', 'Certificate'),
    ...workspace.ofKind('external-secrets.io', 'ExternalSecret'),
    ...workspace.ofKind('bitnami.com', 'SealedSecret')
  ]
}
