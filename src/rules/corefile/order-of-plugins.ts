import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf } from '../shared/corefiles.ts'

const corefile = (first: string, second: string): string =>
  usualCoredns({ forward: `${first}\n${second}` })

const forward = 'forward . /etc/resolv.conf'
const rewrite = 'rewrite name exact shop.example shop.shop.svc.cluster.local answer auto'

/** Plugins that change a question or answer it, in the order in which CoreDNS is built to ask them. */
const order = ['rewrite', 'template', 'hosts', 'k8s_external', 'kubernetes', 'file', 'forward']

export default defineRule<ConfigMap>({
  id: 'corefile/order-of-plugins',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['coredns', 'dns'],
  what: 'A plugin stands behind forward and is asked before it.',
  why: 'CoreDNS asks its plugins in the order that it is built with; the order of the lines changes nothing. Who reads the file expects that forward answers first.',
  todo: 'Write forward last of the plugins that answer.',
  docs: {
    bad: corefile(forward, rewrite),
    good: corefile(rewrite, forward),
    see: ['https://coredns.io/manual/plugins/', 'https://coredns.io/plugins/']
  },
  labs: ['dynamic-dns'],

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const { directives } of place.servers) {
        const first = directives.findIndex(
          ({ name, args }) => name.text === 'forward' && args[0]?.text === '.'
        )
        const late = directives
          .slice(first + 1)
          .find(({ name }) => order.includes(name.text) && name.text !== 'forward')
        if (first < 0 || !late) continue
        report(
          atWord(place, late.name, {
            message: `${late.name.text} is asked before forward, although it stands behind it.`
          })
        )
      }
  }
})
