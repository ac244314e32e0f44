import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys } from '../shared/multus.ts'

const named = (name: string): string =>
  attachment('{ "cniVersion": "1.0.0", "type": "bridge" }', name)

export default defineRule({
  id: 'multus/name-with-dot',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus', 'name'],
  what: 'The name of a network has a dot.',
  why: 'Kubernetes takes the name, and Multus does not: in the annotation of a Pod it reads small letters, digits and dashes only, so no Pod can ask for the network.',
  todo: 'Write a dash for the dot.',
  docs: {
    bad: named('lab-1.2'),
    good: named('lab-1-2'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, report }) {
    const { name } = manifest
    if (name?.includes('.') !== true) return
    const meant = name.replaceAll('.', '-')
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: `No Pod can ask for a network called ${name}.`,
      fixes: [
        {
          title: `Set to \`${meant}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(['metadata', 'name'], meant)
        }
      ]
    })
  }
})
