import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const gateway = (labels: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: istio-eastwestgateway, namespace: istio-system${labels} }
spec:
  gatewayClassName: istio-east-west
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`

const label = 'topology.istio.io/network'

export default defineRule({
  id: 'istio/east-west-network-label',
  appliesTo: ['gateway.networking.k8s.io/v1/Gateway'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'multicluster'],
  what: 'The gateway between clusters does not say which network it leads into.',
  why: 'The other cluster sends to this gateway what is for endpoints of the network that the label names. Without it nothing is sent there.',
  todo: 'Add the label `topology.istio.io/network` with the network of this cluster.',
  docs: {
    bad: gateway(''),
    good: gateway(', labels: { topology.istio.io/network: east }'),
    see: ['https://istio.io/latest/docs/ambient/install/multicluster/multi-primary_multi-network/']
  },
  labs: ['mesh-across-clusters'],

  check({ manifest, workspace, report }) {
    const { object, partial, namespace } = manifest
    const spec = new Field(object).get('spec')
    if (partial || spec.get('gatewayClassName').text !== 'istio-east-west') return
    if (object.metadata.labels?.[label] !== undefined) return
    const known = workspace
      .all('v1/Namespace')
      .find(({ name, object: other }) => name === namespace && other.metadata.labels?.[label])
    const network = known?.object.metadata.labels?.[label]
    report({
      at: ['metadata'],
      part: 'key',
      message: `The Gateway has no label ${label}.`,
      fixes:
        network === undefined
          ? []
          : [
              {
                title: `Add \`${label}: ${network}\``,
                safe: false,
                preferred: true,
                change: edit => edit.set(['metadata', 'labels', label], network)
              }
            ]
    })
  }
})
