import { Field } from '../../base/field.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { folderOf } from '../shared/folder-of.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'
import { workspacePods } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (more: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: kube-flannel-ds, namespace: kube-flannel }
spec:
  selector: { matchLabels: { app: flannel } }
  template:
    metadata: { labels: { app: flannel } }
    spec:
      hostNetwork: true
      containers:
        - { name: kube-flannel, image: "ghcr.io/flannel-io/flannel:v0.28.5" }
${more}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/not-enforced',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['network-policy', 'flannel', 'cni'],
  what: 'The network that is installed here enforces no policies.',
  why: 'Flannel by itself connects Pods and nothing more; the API server takes the policy, and nobody heeds it.',
  todo: 'Add a program that enforces policies: `netpol.enabled` of the chart of Flannel, kube-network-policies, or another network such as Calico or Cilium.',
  docs: {
    bad: manifests(''),
    good: manifests(
      '        - { name: kube-network-policies, image: "registry.k8s.io/networking/kube-network-policies:v1.0.0" }\n'
    ),
    see: ['https://github.com/flannel-io/flannel/blob/master/Documentation/netpol.md']
  },
  labs: ['install-a-cni'],

  check({ manifest, workspace, report }) {
    const programs = workspace.derive(networkPrograms)
    const folder = folderOf(manifest.uri)
    const flannel = programs.flannel.find(({ uri }) => folderOf(uri) === folder)
    if (!flannel || programs.enforcers.length > 0) return
    report({
      at: ['kind'],
      part: 'value',
      message: `${describeManifest(flannel)} enforces no policies, and nothing else here does.`,
      related: [{ manifest: flannel, at: ['metadata', 'name'], message: 'The network is here.' }]
    })
  }
})

/** The programs here that connect Pods, and those that enforce policies. */
function networkPrograms(workspace: WorkspaceView): {
  readonly flannel: readonly Manifest[]
  readonly enforcers: readonly Manifest[]
} {
  const flannel: Manifest[] = []
  const enforcers = workspace
    .everything()
    .filter(
      ({ gvk, object }) =>
        (gvk.group === 'operator.tigera.io' && gvk.kind === 'Installation') ||
        (gvk.kind === 'CiliumValues' && gvk.group === 'values.helm.sh') ||
        new Field(object).get('netpol', 'enabled').value === true
    )
  for (const { manifest } of workspace.derive(workspacePods)) {
    if (manifest.gvk.kind !== 'DaemonSet') continue
    const pod = podSpecOf(manifest.object)
    const images = pod
      ? containersOf(pod.spec, pod.at).map(({ container }) => container.image ?? '')
      : []
    if (
      images.some(image =>
        /(?:calico|cilium|kube-router|network-polic|antrea|weave|canal)/.test(image)
      )
    )
      enforcers.push(manifest)
    else if (images.some(image => /(?:^|\/)flannel(?:[:@]|$)/.test(image))) flannel.push(manifest)
  }
  return { flannel, enforcers }
}
