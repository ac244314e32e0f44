import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/custom-key-suffix',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A key of coredns-custom has an ending that is not imported.',
  why: 'The Corefile imports the files whose names end in .server, which are server blocks, and in .override, which are lines of the main block. Other keys are mounted and never read.',
  todo: 'Let the key end in .server or .override.',
  docs: {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns-custom, namespace: kube-system }
data:
  corp.conf: |
    corp.example:53 {
      forward . 192.0.2.53
    }
`,
    good: `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns-custom, namespace: kube-system }
data:
  corp.server: |
    corp.example:53 {
      forward . 192.0.2.53
    }
`,
    see: ['https://docs.k3s.io/networking/networking-services#coredns']
  },

  check({ manifest, report }) {
    if (manifest.name !== 'coredns-custom' || manifest.namespace !== 'kube-system') return
    const data = manifest.object.data ?? {}
    // Zone files and the like are read by their names from what is imported.
    const texts = Object.values(data).join('\n')
    for (const [key, text] of Object.entries(data)) {
      if (/\.(?:server|override)$/.test(key) || texts.includes(key)) continue
      const ending = /\{\s*$/m.test(text) ? 'server' : 'override'
      const name = `${key.replace(/\.\w+$/, '')}.${ending}`
      report({
        at: ['data', key],
        part: 'key',
        message: `${key} is not imported by CoreDNS.`,
        fixes: [
          {
            title: `Rename to ${name}`,
            safe: false,
            preferred: true,
            change: edit => edit.renameKey(['data', key], name)
          }
        ]
      })
    }
  }
})
