import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const cluster = (port: number): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    extraPortMappings: [{ containerPort: 80, hostPort: 8080 }]
  - role: worker
    extraPortMappings: [{ containerPort: 80, hostPort: ${port} }]
`

interface Taken {
  readonly address: string
  readonly port: Field
}

/** Go listens at both of these for both families. */
function isEvery(address: string): boolean {
  return ['', '0.0.0.0', '::'].includes(address)
}

export default defineRule({
  id: 'kind/host-port-repeated',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'manifest',
  severity: 'error',
  tags: ['kind', 'ports'],
  what: 'A port of the host is given away twice.',
  why: 'The container of the second node cannot take the port, and kind makes no cluster.',
  todo: 'Give each mapping a port of its own, or map the port at one node only.',
  docs: {
    bad: cluster(8080),
    good: cluster(8081),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#extra-port-mappings']
  },

  check({ manifest, report }) {
    const seen = new Map<string, readonly Taken[]>()
    for (const node of new Field(manifest.object).get('nodes').items)
      for (const mapping of node.get('extraPortMappings').items) {
        const port = mapping.get('hostPort')
        // 0 and -1 ask for any port.
        if (port.number === undefined || port.number <= 0) continue
        const protocol = mapping.get('protocol').text?.toUpperCase() ?? 'TCP'
        const address = mapping.get('listenAddress').text ?? ''
        const key = `${port.number}/${protocol}`
        const taken = seen.get(key) ?? []
        seen.set(key, [...taken, { address, port }])
        const before = taken.find(
          one => isEvery(one.address) || isEvery(address) || one.address === address
        )?.port
        if (before)
          report({
            at: port.at,
            part: 'value',
            message: `Port ${port.number} of the host is taken by another mapping.`,
            related: [{ at: before.at, message: 'It is taken here.' }]
          })
      }
  }
})
