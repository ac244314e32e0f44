import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export const linkerdPolicyGroup = 'policy.linkerd.io'

export const serverKeys = ['v1beta1', 'v1beta2', 'v1beta3'].map(
  version => `${linkerdPolicyGroup}/${version}/Server`
)

/** Objects of Linkerd's policy in the namespace of another. */
export function linkerdObjects(
  workspace: WorkspaceView,
  kind: string,
  from: Pick<Manifest, 'namespace'>
): readonly Manifest[] {
  return workspace.ofKind(linkerdPolicyGroup, kind).filter(one => mayShareNamespace(one, from))
}

/** For the examples of pages. */
export const linkerdServer = `apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: storefront-http, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  port: http
  proxyProtocol: HTTP/1
`
