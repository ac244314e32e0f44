import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/host-alias-twice',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'dns'],
  what: 'A hostname stands in the hosts file of the Pod with two addresses.',
  why: 'Programs take the first address of a family for a name in /etc/hosts, so the second one is hardly ever used.',
  todo: 'Keep one address for each name and family.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  hostAliases:
    - { ip: 192.0.2.10, hostnames: [db.example.com] }
    - { ip: 192.0.2.11, hostnames: [db.example.com] }
  containers: [{ name: shop, image: shop }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  hostAliases:
    - { ip: 192.0.2.10, hostnames: [db.example.com] }
    - { ip: "2001:db8::10", hostnames: [db.example.com] }
  containers: [{ name: shop, image: shop }]
`,
    see: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    const first = new Map<
      string,
      { readonly ip: string; readonly at: readonly (string | number)[] }
    >()
    for (const [i, { ip, hostnames = [] }] of (pod?.spec.hostAliases ?? []).entries())
      for (const [j, name] of hostnames.entries()) {
        if (!pod || typeof ip !== 'string') continue
        const key = `${parseIp(ip)?.family ?? ''} ${name}`
        const at = [...pod.at, 'hostAliases', i, 'hostnames', j]
        const other = first.get(key)
        if (!other) first.set(key, { ip, at })
        else if (other.ip !== ip)
          report({
            at,
            part: 'value',
            message: `${name} is ${other.ip} already, which goes before ${ip}.`,
            related: [{ at: other.at, message: 'It is here first.' }]
          })
      }
  }
})
