import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const modes = ['iptables', 'ipvs', 'nftables', 'kernelspace']

const configuration = (mode: string): string => `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ${mode}
`

export default defineRule({
  id: 'kubeadm/proxy-mode',
  appliesTo: ['kubeproxy.config.k8s.io/v1alpha1/KubeProxyConfiguration'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['kube-proxy', 'deprecated'],
  what: 'The way in which Services are translated is unknown, or on its way out.',
  why: 'kube-proxy does not start with a mode that it does not have. Mode ipvs is deprecated since 1.35 and behind a switch since 1.37.',
  todo: 'Write `nftables`, which needs a kernel of 5.13 or later, or `iptables`.',
  docs: {
    bad: configuration('ipvs'),
    good: configuration('nftables'),
    see: ['https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-modes']
  },

  check({ manifest, report }) {
    const mode = new Field(manifest.object).get('mode')
    if (mode.text === undefined || mode.text === '') return
    const isKnown = modes.includes(mode.text)
    if (isKnown && mode.text !== 'ipvs') return
    report({
      at: mode.at,
      part: 'value',
      severity: isKnown ? 'hint' : 'error',
      message: isKnown
        ? 'Mode ipvs is deprecated.'
        : `kube-proxy has no mode ${mode.text}; it has ${modes.join(', ')}.`,
      fixes: ['nftables', 'iptables'].map(value => ({
        title: `Set to \`${value}\``,
        safe: false,
        preferred: value === 'nftables',
        change: edit => edit.set(mode.at, value)
      }))
    })
  }
})
