import type { NetworkPolicy } from '../../model/kinds.ts'
import { formatSelector, isEmptySelector } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { FixPlan } from '../report.ts'
import { dnsAccessOf, isDnsPort } from '../shared/dns-access.ts'
import { hasForeignPolicies, policiesForSamePods } from '../shared/other-policies.ts'
import { directionsOf } from '../shared/policy-directions.ts'
import { podsOfSelector } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/**
 * Silent for a policy without egress rules: deny-all is an idiom that others add to. A policy that allows
 * something else only is a warning when it speaks of DNS itself or when its Pods are among the manifests;
 * alone in a file it is a hint, because the policy that allows DNS may be in the cluster already.
 */
export default defineRule<NetworkPolicy>({
  id: 'network-policy/blocks-dns',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'dns'],
  what: 'The egress rules keep the selected Pods from the DNS of the cluster.',
  why: 'A Pod asks the DNS Pods in kube-system, over UDP and over TCP when an answer is long. Once a policy selects a Pod for egress, only what some policy allows gets out, so names such as web.backend no longer resolve and connections by name hang.',
  todo: 'Allow UDP and TCP port 53 to the Pods labelled k8s-app=kube-dns in namespace kube-system.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-resolver, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 8.8.8.8/32 } }]
      ports: [{ protocol: UDP, port: 53 }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-resolver, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 8.8.8.8/32 } }]
      ports: [{ protocol: UDP, port: 53 }]
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
      'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'
    ]
  },

  check({ manifest, workspace, report }) {
    const policy = manifest.object
    const { spec } = policy
    if (manifest.partial || !spec?.podSelector || !directionsOf(policy).egress) return
    if ((spec.egress ?? []).length === 0) return
    const own = dnsAccessOf(policy)
    // One half alone is another finding, with other words.
    if (own.udp || own.tcp) return
    if (hasForeignPolicies(workspace)) return
    const allowed = policiesForSamePods(workspace, manifest).some(other => {
      const access = dnsAccessOf(other.object)
      return directionsOf(other.object).egress && (access.udp || access.tcp)
    })
    if (allowed) return
    const pods = podsOfSelector(workspace, manifest, spec.podSelector)
    if (pods.length > 0 && pods.every(pod => !asksClusterDns(pod.spec))) return

    const speaksOfDns = spec.egress?.some(rule => rule.ports?.some(isDnsPort)) === true
    report({
      at: ['spec', 'egress'],
      part: 'key',
      message: `${selected(manifest)} cannot reach the DNS of the cluster: UDP and TCP 53 to its DNS Pods are missing.`,
      severity:
        speaksOfDns || pods.length > 0 || isWholeHere(workspace, manifest) ? 'warning' : 'hint',
      fixes: [allowDns]
    })
  }
})

const allowDns: FixPlan = {
  title: 'Allow UDP and TCP 53 to kube-dns in kube-system',
  safe: false,
  preferred: true,
  change: edit =>
    edit.append(['spec', 'egress'], {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } }
        }
      ],
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 }
      ]
    })
}

function selected(manifest: Manifest<NetworkPolicy>): string {
  const selector = manifest.object.spec?.podSelector ?? {}
  return isEmptySelector(selector)
    ? 'Every Pod of the namespace'
    : `A Pod with ${formatSelector(selector)}`
}

/** Pods on the host's network and Pods with a resolver of their own don't ask the cluster. */
function asksClusterDns(spec: {
  readonly dnsPolicy?: string
  readonly hostNetwork?: boolean
}): boolean {
  const usual = spec.hostNetwork === true ? 'Default' : 'ClusterFirst'
  return (spec.dnsPolicy ?? usual).startsWith('ClusterFirst')
}

/** The namespace itself is among the manifests, so what would allow DNS in it would be here too. */
function isWholeHere(workspace: WorkspaceView, manifest: Manifest): boolean {
  return workspace.all('v1/Namespace').some(({ name }) => name === manifest.namespace)
}
