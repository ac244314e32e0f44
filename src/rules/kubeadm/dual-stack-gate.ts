import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { kubeadmKeys } from '../shared/kubeadm.ts'

const gate = 'IPv6DualStack'

const configuration = (gates: string): string => `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: [10.96.0.10]
${gates}`

export default defineRule({
  id: 'kubeadm/dual-stack-gate',
  appliesTo: [
    ...kubeadmKeys('ClusterConfiguration', 'InitConfiguration', 'JoinConfiguration'),
    'kubelet.config.k8s.io/v1beta1/KubeletConfiguration',
    'kubeproxy.config.k8s.io/v1alpha1/KubeProxyConfiguration',
    'kind.x-k8s.io/v1alpha4/Cluster'
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['kubeadm', 'removed', 'dual-stack'],
  what: 'A feature is switched that is no option any more.',
  why: 'Both families are always there since 1.23, and the switch was removed in 1.25. A component that is told of a switch it does not have does not start.',
  todo: 'Take the switch away.',
  docs: {
    bad: configuration('featureGates: { IPv6DualStack: true }\n'),
    good: configuration(''),
    see: [
      'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates-removed/'
    ]
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const field = root.get('featureGates', gate)
    if (field.isThere)
      report({
        at: field.at,
        message: `There is no feature ${gate} any more.`,
        fixes: [
          {
            title: `Remove \`${gate}\``,
            safe: false,
            preferred: true,
            change: edit => edit.remove(field.at)
          }
        ]
      })
    const components = ['apiServer', 'controllerManager', 'scheduler'].map(key => root.get(key))
    const lists = [
      ...components.map(component => component.get('extraArgs')),
      root.get('nodeRegistration', 'kubeletExtraArgs')
    ]
    for (const list of lists)
      for (const value of [list.get('feature-gates'), ...list.items.map(item => item.get('value'))])
        if (value.text?.includes(`${gate}=`) === true)
          report({
            at: value.at,
            part: 'value',
            message: `There is no feature ${gate} any more.`
          })
  }
})
