import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { k3sKeys } from '../shared/k3s.ts'

const key = 'write-kubeconfig-mode'

export default defineRule({
  id: 'k3s/kubeconfig-mode',
  appliesTo: k3sKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['k3s', 'yaml'],
  what: 'The mode of the kubeconfig is written as an octal number.',
  why: 'YAML reads 0644 as the number 420, and K3s reads 420 as the mode 0420: the owner alone can read the file, and its group can write it.',
  todo: 'Put the mode into quotes.',
  docs: {
    bad: `cluster-init: true\n${key}: 0644\n`,
    good: `cluster-init: true\n${key}: "0644"\n`,
    see: ['https://docs.k3s.io/installation/configuration#configuration-file']
  },

  check({ manifest, report }) {
    const { number, at } = new Field(manifest.object).get(key)
    if (number === undefined) return
    const { document, path } = manifest
    const { start, end } = document.rangeOf([...path, ...at], 'value')
    const written = document.text.slice(start - document.range.start, end - document.range.start)
    const [, digits] = /^0o?([0-7]{3})$/.exec(written) ?? []
    if (digits === undefined) return
    const meant = `0${digits}`
    report({
      at,
      part: 'value',
      message: `${written} is the number ${number} in YAML, and K3s takes that for the mode 0${number}.`,
      fixes: [
        {
          title: `Set to \`"${meant}"\``,
          safe: true,
          preferred: true,
          change: edit => edit.set(at, meant)
        }
      ]
    })
  }
})
