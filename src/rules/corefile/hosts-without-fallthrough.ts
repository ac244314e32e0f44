import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, withLine } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/hosts-without-fallthrough',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'The hosts plugin answers for names that it does not know.',
  why: 'Without fallthrough the plugin has the last word on every name of its server block. For a name that is not in the list it says that there is none, and neither kubernetes nor forward is asked.',
  todo: 'Write fallthrough as the last line of the block.',
  docs: {
    bad: usualCoredns({ ready: 'ready\nhosts {\n  192.0.2.10 db.example.com\n}' }),
    good: usualCoredns({ ready: 'ready\nhosts {\n  192.0.2.10 db.example.com\n  fallthrough\n}' }),
    see: ['https://coredns.io/plugins/hosts/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest)) {
      if (place.problems.length > 0) continue
      for (const { directives } of place.servers) {
        const others = directives.some(({ name }) =>
          /^(?:kubernetes|forward|file|etcd|k8s_external)$/.test(name.text)
        )
        for (const { name, args, block } of directives) {
          if (name.text !== 'hosts' || !others) continue
          // With zones behind it the plugin is for those alone: [FILE [ZONES…]].
          if (args.length > 1 || block.some(line => line.name.text === 'fallthrough')) continue
          const last = block.at(-1)?.name
          report(
            atWord(place, name, {
              message: 'Every name that this list lacks does not exist any more.',
              fixes:
                last === undefined || last.line === name.line
                  ? []
                  : [
                      {
                        title: 'Add fallthrough',
                        safe: false,
                        preferred: true,
                        change: edit =>
                          edit.set(
                            place.at,
                            withLine(
                              place.text,
                              last.line,
                              content => `${content}\n${content.slice(0, last.start)}fallthrough`
                            )
                          )
                      }
                    ]
            })
          )
        }
      }
    }
  }
})
