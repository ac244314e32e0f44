import { parseIp } from '../../model/cidr.ts'
import type { Service } from '../../model/kinds.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import type { Manifest } from '../manifest.ts'
import { atWord, corefilesOf, pluginsOf } from '../shared/corefiles.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/forward-to-itself',
  appliesTo: ['v1/ConfigMap'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'CoreDNS forwards queries to itself.',
  why: 'The query comes back and is forwarded again, until CoreDNS is out of memory or the loop plugin stops it. Then nothing in the cluster finds a name.',
  todo: 'Forward to a resolver outside of the cluster, such as /etc/resolv.conf of the node.',
  docs: {
    bad: usualCoredns({ forward: 'forward . 127.0.0.1' }),
    good: usualCoredns(),
    see: ['https://coredns.io/plugins/loop/#troubleshooting']
  },

  check({ manifest, workspace, report }) {
    // A cache on the node forwards to the DNS of the cluster on purpose.
    if (manifest.name !== 'coredns' && manifest.name !== 'coredns-custom') return
    const own = workspace.derive(dnsAddresses)
    for (const place of corefilesOf(manifest))
      for (const { plugin, server } of pluginsOf(place)) {
        if (plugin.name.text !== 'forward') continue
        for (const target of plugin.args.slice(1)) {
          const address = target.text.replace(/^dns:\/\//, '').replace(/^\[(.*)\](?::53)?$/, '$1')
          const host = address.replace(/^([\d.]+):53$/, '$1')
          const isLoopback = /^127\.[\d.]+$|^::1$/.test(host)
          const listens = server?.keys.some(
            ({ text }) => !/:\d+$/.test(text) || text.endsWith(':53')
          )
          if (!(isLoopback && listens !== false) && !(parseIp(host) && own.has(host))) continue
          report(
            atWord(place, target, {
              message: `${target.text} is ${isLoopback ? 'the Pod of CoreDNS' : 'the Service of CoreDNS'} itself.`
            })
          )
        }
      }
  }
})

/** Addresses of the Service that clients ask, by the names and labels that it always has. */
function dnsAddresses(workspace: WorkspaceView): ReadonlySet<string> {
  const services = workspace.all('v1/Service') as readonly Manifest<Service>[]
  return new Set(
    services
      .filter(
        ({ name, namespace }) =>
          namespace === 'kube-system' && /^(?:kube-dns|coredns)$/.test(name ?? '')
      )
      .flatMap(({ object: { spec } }) => [spec?.clusterIP ?? '', ...(spec?.clusterIPs ?? [])])
      .filter(address => parseIp(address))
  )
}
