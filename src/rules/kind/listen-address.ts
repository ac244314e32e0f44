import { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { setTo } from '../shared/set-to.ts'

const cluster = (address: string): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    extraPortMappings: [{ containerPort: 80, hostPort: 8080, listenAddress: ${address} }]
`

export default defineRule({
  id: 'kind/listen-address',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'manifest',
  severity: 'error',
  tags: ['kind', 'address', 'ports'],
  what: 'A port is to be opened at a name instead of an address.',
  why: 'Names are not looked up for it, and no cluster is made.',
  todo: 'Write an address of this machine, or leave the field away: a port is then open at all of them, the API server at 127.0.0.1.',
  docs: {
    bad: cluster('localhost'),
    good: cluster('127.0.0.1'),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#listen-address']
  },

  check({ manifest, report }) {
    const cluster = new Field(manifest.object)
    const mappings = cluster
      .get('nodes')
      .items.flatMap(node => node.get('extraPortMappings').items)
      .map(mapping => mapping.get('listenAddress'))
    // This one is for the runtime of the containers, which takes no name either.
    for (const field of [cluster.get('networking', 'apiServerAddress'), ...mappings]) {
      const { text } = field
      if (text === undefined || text === '' || /\$\{|\{\{/.test(text) || parseIp(text)) continue
      report({
        at: field.at,
        part: 'value',
        message: `${text} is no address.`,
        fixes: text === 'localhost' ? setTo(field.at, '127.0.0.1', { safe: true }) : []
      })
    }
  }
})
