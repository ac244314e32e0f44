import { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'

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
  why: 'kind looks up no names for it and makes no cluster.',
  todo: 'Write an address of this machine, or leave `listenAddress` away to listen at all of them.',
  docs: {
    bad: cluster('localhost'),
    good: cluster('127.0.0.1'),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#listen-address']
  },

  check({ manifest, report }) {
    for (const node of new Field(manifest.object).get('nodes').items)
      for (const mapping of node.get('extraPortMappings').items) {
        const field = mapping.get('listenAddress')
        const { text } = field
        if (text === undefined || text === '' || /\$\{|\{\{/.test(text) || parseIp(text)) continue
        report({
          at: field.at,
          part: 'value',
          message: `${text} is no address.`,
          fixes:
            text === 'localhost'
              ? [
                  {
                    title: 'Set to `127.0.0.1`',
                    safe: true,
                    preferred: true,
                    change: edit => edit.set(field.at, '127.0.0.1')
                  }
                ]
              : []
        })
      }
  }
})
