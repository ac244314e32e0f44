import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { commandTextsOf } from '../shared/command-texts.ts'
import { folderOf } from '../shared/folder-of.ts'

const manifests = (mode: string): string => `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ${mode}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: node-local-dns, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: node-local-dns } }
  template:
    metadata: { labels: { k8s-app: node-local-dns } }
    spec:
      hostNetwork: true
      dnsPolicy: Default
      containers:
        - name: node-cache
          image: registry.k8s.io/dns/k8s-dns-node-cache:1.26.4
          args: [-localip, "169.254.20.10,10.96.0.10", -conf, /etc/Corefile, -upstreamsvc, kube-dns-upstream]
`

export default defineRule({
  id: 'pod/node-local-dns-with-ipvs',
  appliesTo: ['apps/v1/DaemonSet'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['dns', 'kube-proxy', 'node-local-dns'],
  what: 'NodeLocal DNSCache takes the address of the DNS Service while kube-proxy is in mode ipvs.',
  why: 'In mode ipvs kube-proxy has bound the address on every node already, so the cache cannot take it and does not start.',
  todo: 'Give `-localip` the link-local address alone, and point the kubelets at it by `clusterDNS`; or leave mode ipvs.',
  docs: {
    bad: manifests('ipvs'),
    good: manifests('nftables'),
    see: ['https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/']
  },
  labs: ['network-performance'],

  check({ manifest, workspace, report }) {
    const proxy = workspace
      .ofKind('kubeproxy.config.k8s.io', 'KubeProxyConfiguration')
      .find(
        ({ uri, object }) =>
          folderOf(uri) === folderOf(manifest.uri) && new Field(object).get('mode').text === 'ipvs'
      )
    if (!proxy) return
    const texts = commandTextsOf(manifest.object)
    for (const [i, { text, at, container }] of texts.entries()) {
      if (!(container.image ?? '').includes('node-cache')) continue
      const inline = /^-localip=(.+)$/.exec(text)?.[1]
      const addresses = inline ?? (texts[i - 1]?.text === '-localip' ? text : undefined)
      const [local, ...others] = addresses?.split(',') ?? []
      if (local === undefined || others.length === 0) continue
      report({
        at,
        part: 'value',
        message: `kube-proxy has taken ${others.join(', ')} in mode ipvs.`,
        related: [{ manifest: proxy, at: ['mode'], message: 'The mode is given here.' }],
        fixes: [
          {
            title: `Leave \`${local}\` alone`,
            safe: false,
            preferred: true,
            change: edit => edit.set(at, inline === undefined ? local : `-localip=${local}`)
          }
        ]
      })
    }
  }
})
