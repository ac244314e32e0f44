import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { networkingKeys, securityGroup, serviceHost, specOf } from '../shared/istio.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (mode: string): string => `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy: { tls: { mode: ${mode} } }
`

export default defineRule({
  id: 'istio/mtls-conflict',
  appliesTo: networkingKeys('DestinationRule'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'mtls'],
  what: 'Clients are told to speak another way than the server demands.',
  why: 'With a PeerAuthentication of STRICT the server takes mutual TLS only, and with DISABLE none; a DestinationRule that says otherwise makes every connection fail.',
  todo: 'Take `tls.mode` out of the DestinationRule, so that the proxies agree by themselves, or use ISTIO_MUTUAL.',
  docs: {
    bad: manifests('DISABLE'),
    good: manifests('ISTIO_MUTUAL'),
    see: [
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule'
    ]
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const mode = spec.get('trafficPolicy', 'tls', 'mode')
    const host = serviceHost(spec.get('host').text ?? '', manifest)
    if (mode.text === undefined || host?.namespace === undefined) return
    const policy = policyOf(workspace, host.namespace)
    if (!policy) return
    const demanded = specOf(policy).get('mtls', 'mode').text
    const conflict =
      (demanded === 'STRICT' && ['DISABLE', 'SIMPLE'].includes(mode.text)) ||
      (demanded === 'DISABLE' && ['ISTIO_MUTUAL', 'MUTUAL'].includes(mode.text))
    if (!conflict) return
    report({
      at: mode.at,
      part: 'value',
      message: `${describeManifest(policy)} says ${demanded} for ${host.namespace}, and clients of ${host.name} are told ${mode.text}.`,
      related: [{ manifest: policy, at: ['spec', 'mtls'], message: 'What the server demands.' }],
      fixes: demanded === 'STRICT' ? setTo(mode.at, 'ISTIO_MUTUAL') : []
    })
  }
})

/** The one policy for all of a namespace; with policies for single workloads beside it nobody can say. */
function policyOf(workspace: WorkspaceView, namespace: string): Manifest | undefined {
  const own = workspace
    .ofKind(securityGroup, 'PeerAuthentication')
    .filter(policy => policy.namespace === namespace)
  const [policy, another] = own
  if (!policy || another || policy.partial) return undefined
  const spec = specOf(policy)
  return spec.get('selector').isThere || spec.get('portLevelMtls').isThere ? undefined : policy
}
