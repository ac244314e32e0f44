import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const backends = ['none', 'vxlan', 'host-gw', 'wireguard-native', 'ipsec', 'wireguard', 'tailscale']

const configuration = (backend: string): string =>
  `cluster-cidr: 10.42.0.0/16\nflannel-backend: ${backend}\n`

export default defineRule({
  id: 'k3s/flannel-backend',
  appliesTo: ['config.k3s.io/v1/Configuration'],
  scope: 'manifest',
  severity: 'error',
  tags: ['k3s', 'flannel'],
  what: 'K3s has no such backend of Flannel.',
  why: 'The server stops at its start.',
  todo: 'Write vxlan, host-gw or wireguard-native, or none to bring another network.',
  docs: {
    bad: configuration('vxlann'),
    good: configuration('vxlan'),
    see: ['https://docs.k3s.io/networking/basic-network-options']
  },
  labs: ['install-a-cni'],

  check({ manifest, report }) {
    const { text, at } = new Field(manifest.object).get('flannel-backend')
    // Options of a backend stand behind an equals sign.
    const name = text?.split('=')[0]
    if (name === undefined || name.includes('$') || backends.includes(name)) return
    const meant = slipOf(name, backends)
    report({
      at,
      part: 'value',
      message: `There is no backend ${name}${meant === undefined ? '' : `; ${meant} is one`}.`,
      fixes: setTo(at, meant)
    })
  }
})
