import { defineRule } from '../define-rule.ts'
import { knownVersions, lifecycleOf, servedInstead } from '../shared/api-lifecycle.ts'

/** Versions of other projects that are still served, with the one that took their place and since when. */
const ofProjects: Readonly<Record<string, readonly [newer: string, since: string]>> = {
  'gateway.networking.k8s.io/v1beta1/Gateway': ['gateway.networking.k8s.io/v1', 'Gateway API 1.0'],
  'gateway.networking.k8s.io/v1beta1/GatewayClass': [
    'gateway.networking.k8s.io/v1',
    'Gateway API 1.0'
  ],
  'gateway.networking.k8s.io/v1beta1/HTTPRoute': [
    'gateway.networking.k8s.io/v1',
    'Gateway API 1.0'
  ],
  // It moved fields about, so it is no more than a hint where to look.
  'metallb.io/v1beta1/BGPPeer': ['metallb.io/v1beta2', 'MetalLB 0.13']
}

const ofKubernetes = knownVersions.filter(key => lifecycleOf(key)?.deprecated !== undefined)

export default defineRule({
  id: 'api/deprecated-version',
  appliesTo: [...Object.keys(ofProjects), ...ofKubernetes],
  scope: 'manifest',
  severity: 'hint',
  tags: ['api', 'deprecation'],
  what: 'A newer version of the kind is there.',
  why: 'Old versions are served for a while and then go; after that nothing of the file is applied any more.',
  todo: 'Write the newer version.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    see: [
      'https://gateway-api.sigs.k8s.io/concepts/versioning/',
      'https://kubernetes.io/docs/reference/using-api/deprecation-guide/'
    ]
  },

  check({ manifest, kubernetesMinor, report }) {
    const { gvk, key } = manifest
    const tell = (message: string, newer: string | undefined): void => {
      report({
        at: ['apiVersion'],
        part: 'value',
        message,
        fixes:
          newer === undefined
            ? []
            : [
                {
                  title: `Use ${newer}`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(['apiVersion'], newer)
                }
              ]
      })
    }
    const [other, since] = ofProjects[key] ?? []
    if (other !== undefined) {
      tell(`${gvk.kind} is in ${other} since ${String(since)}.`, other)
      return
    }
    const { deprecated = Infinity, removed = Infinity } = lifecycleOf(key) ?? {}
    if (kubernetesMinor < deprecated || kubernetesMinor >= removed) return
    const newer = servedInstead(gvk, kubernetesMinor)
    // Nothing can be done about a version that has no successor yet.
    if (newer === undefined) return
    tell(
      `${manifest.object.apiVersion} ${gvk.kind} is deprecated since Kubernetes 1.${deprecated} and gone in 1.${removed}; ${newer} is served.`,
      newer
    )
  }
})
