import {
  cidrSize,
  firstIpOf,
  formatIp,
  ipsEqual,
  maskCidr,
  parseCidr,
  type Ip
} from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { clusterRangesBeside } from '../shared/known-ranges.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/** The first address of the Service ranges that kubeadm and kind, K3s, and EKS take unless they are told another. */
const usual = ['10.96.0.1', '10.43.0.1', '172.20.0.1']

const policy = (cidr: string, port: number): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: operator, namespace: ops }
spec:
  podSelector: { matchLabels: { app: operator } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: ${cidr} } }]
      ports: [{ port: ${port} }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/api-server-service-address',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['network-policy', 'service'],
  what: 'The address block is the address of the Service of the API server.',
  why: 'The first address of the Service range belongs to Service default/kubernetes. In most clusters it is replaced by the address of the API server before the policy is asked, so a rule for it matches nothing.',
  todo: 'Allow the address behind the Service: the endpoints of default/kubernetes, most often on port 6443.',
  docs: {
    bad: policy('10.96.0.1/32', 443),
    good: policy('192.0.2.10/32', 6443),
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
      'https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/'
    ]
  },

  check({ manifest, workspace, report }) {
    const known = addressesBeside(workspace, manifest)
    for (const [i, rule] of (manifest.object.spec?.egress ?? []).entries()) {
      // Port 443 is what the Service has; the API server itself hardly ever listens there.
      if (rule.ports?.some(({ port }) => port === 443) !== true) continue
      for (const [j, peer] of (rule.to ?? []).entries()) {
        const cidr = peer.ipBlock?.cidr
        const address = singleAddressOf(cidr)
        if (!address) continue
        const isKnown = known.some(one => ipsEqual(one, address))
        if (!isKnown && (known.length > 0 || !usual.includes(formatIp(address)))) continue
        report({
          at: ['spec', 'egress', i, 'to', j, 'ipBlock', 'cidr'],
          part: 'value',
          ...(isKnown && { severity: 'warning' }),
          message: `${String(cidr)} is the address of Service default/kubernetes${isKnown ? '' : ' where the Service range is the usual one'}.`
        })
      }
    }
  }
})

/** Where the files of kubeadm, kind or K3s beside the policy say what the Service range is. */
function addressesBeside(workspace: WorkspaceView, manifest: Manifest): Ip[] {
  return clusterRangesBeside(workspace, manifest).flatMap(({ of, range }) => {
    if (of !== 'Services' || !range.cidr) return []
    const { family, value } = firstIpOf(maskCidr(range.cidr))
    return [{ family, value: value + 1n }]
  })
}

function singleAddressOf(text: string | undefined): Ip | undefined {
  const cidr = parseCidr(text ?? '')
  return cidr && cidrSize(cidr) === 1n ? firstIpOf(cidr) : undefined
}
