import { Field } from '../../base/field.ts'
import { jsonEqual } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { k3sKeys } from '../shared/k3s.ts'

/** Options that have to be the same on every server of a cluster. */
const shared = [
  ...['cluster-cidr', 'service-cidr', 'cluster-dns', 'cluster-domain', 'flannel-backend'],
  ...['flannel-ipv6-masq', 'disable-network-policy', 'disable-kube-proxy', 'egress-selector-mode']
]

const server = (range: string): string => `token: secret
cluster-init: true
cluster-cidr: 10.42.0.0/16
---
token: secret
server: https://192.0.2.20:6443
cluster-cidr: ${range}
`

export default defineRule({
  id: 'k3s/servers-differ',
  appliesTo: k3sKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['k3s'],
  what: 'Two servers of one cluster are configured differently.',
  why: 'The ranges and the network are those of the cluster, so K3s refuses a second server whose options differ.',
  todo: 'Write the same value on every server.',
  docs: {
    bad: server('10.52.0.0/16'),
    good: server('10.42.0.0/16'),
    see: ['https://docs.k3s.io/datastore/ha-embedded#new-cluster']
  },

  check({ manifest, workspace, report }) {
    const root = new Field(manifest.object)
    // What joins a cluster says so; what begins one is known by its token.
    const [joins, token] = [root.get('server').text, root.get('token').text]
    if (joins === undefined || token === undefined || token.includes('${')) return
    const first = workspace
      .all(k3sKeys[0] ?? '')
      .find(
        one =>
          new Field(one.object).get('cluster-init').value === true &&
          new Field(one.object).get('token').text === token
      )
    if (!first) return
    for (const key of shared) {
      const [own, its] = [root.get(key), new Field(first.object).get(key)]
      if (!own.isThere || !its.isThere || jsonEqual(own.value, its.value)) continue
      report({
        at: own.at,
        part: 'value',
        message: `\`${key}\` is another one on the first server.`,
        related: [{ manifest: first, at: [key], message: 'The first server has this.' }],
        fixes: [
          {
            title: 'Write what the first server has',
            safe: false,
            preferred: true,
            change: edit => edit.set(own.at, its.value)
          }
        ]
      })
    }
  }
})
