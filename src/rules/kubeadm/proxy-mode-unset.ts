import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const configuration = (mode: string): string => `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
metricsBindAddress: 127.0.0.1:10249
${mode}`

export default defineRule({
  id: 'kubeadm/proxy-mode-unset',
  appliesTo: ['kubeproxy.config.k8s.io/v1alpha1/KubeProxyConfiguration'],
  scope: 'manifest',
  severity: 'hint',
  optIn: true,
  tags: ['kube-proxy'],
  what: 'kube-proxy is left to choose how Services are translated.',
  why: 'The default is to change from iptables to nftables, so an upgrade changes it unasked.',
  todo: 'Write `mode: nftables` or `mode: iptables`.',
  docs: {
    bad: configuration(''),
    good: configuration('mode: nftables\n'),
    see: ['https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-modes']
  },
  labs: ['services-from-outside'],

  check({ manifest, report }) {
    const mode = new Field(manifest.object).get('mode').text ?? ''
    if (mode === '' && !manifest.partial)
      report({ at: ['kind'], part: 'value', message: 'There is no `mode`.' })
  }
})
