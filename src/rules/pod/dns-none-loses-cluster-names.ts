import { cidrContains, parseCidr, parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'

const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '198.18.0.0/15',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  'fc00::/7',
  'fe80::/10',
  '2001:db8::/32',
  '::1/128'
].flatMap(text => parseCidr(text) ?? [])

export default defineRule({
  id: 'pod/dns-none-loses-cluster-names',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['pod', 'dns'],
  what: 'The Pod asks only public resolvers.',
  why: 'With dnsPolicy: None nothing but dnsConfig counts. A resolver on the Internet does not know the names of Services, so none of them is found.',
  todo: 'Name the DNS Service of the cluster as the nameserver, or keep dnsPolicy ClusterFirst and let CoreDNS forward.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  dnsPolicy: None
  dnsConfig: { nameservers: [1.1.1.1] }
  containers: [{ name: shop, image: shop }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  dnsPolicy: None
  dnsConfig:
    nameservers: [10.96.0.10]
    searches: [shop.svc.cluster.local, svc.cluster.local, cluster.local]
    options: [{ name: ndots, value: "5" }]
  containers: [{ name: shop, image: shop }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy'
    ]
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (pod?.spec.dnsPolicy !== 'None') return
    const servers = (pod.spec.dnsConfig?.nameservers ?? []).map(text => parseIp(text))
    if (servers.length === 0) return
    const isPublic = servers.every(
      ip => ip !== undefined && !privateRanges.some(range => cidrContains(range, ip))
    )
    if (!isPublic) return
    report({
      at: [...pod.at, 'dnsConfig', 'nameservers'],
      message: 'Names of Services are not found by these resolvers.'
    })
  }
})
