import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

const config = (route: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "macvlan", "ipam": { "type": "host-local", "subnet": "192.0.2.0/24", "routes": [{ "dst": "${route}" }] } }`
  )

export default defineRule({
  id: 'multus/default-route-taken',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['multus', 'cni', 'route'],
  what: 'A further network has a route for everything.',
  why: 'A Pod has its default route on its first network already. With a second one replies and traffic to Services may leave by the wrong interface.',
  todo: 'Write routes to what lies behind the network, or name the gateway in the annotation as `default-route`.',
  docs: {
    bad: config('0.0.0.0/0'),
    good: config('198.51.100.0/24'),
    see: [
      'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md#specifying-a-default-route-for-a-specific-attachment'
    ]
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? [])
      for (const route of plugin.get('ipam', 'routes').items) {
        const target = route.get('dst')
        if (config && (target.text === '0.0.0.0/0' || target.text === '::/0'))
          report({
            ...inConfig(config, target.at),
            message: `The network takes the default route ${target.text}.`
          })
      }
  }
})
