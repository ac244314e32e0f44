import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, networkConfigOf } from '../shared/multus.ts'
import { rangeInText } from '../shared/text-range.ts'

export default defineRule({
  id: 'multus/config-not-json',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'json'],
  what: 'The configuration of the network is no JSON.',
  why: 'The API server takes it as any text. Multus reads it when a Pod starts, and every Pod on the network stays in ContainerCreating.',
  todo: 'Mend the place that is underlined.',
  docs: {
    bad: attachment('{ "cniVersion": "1.0.0", "type": "bridge", }'),
    good: attachment('{ "cniVersion": "1.0.0", "type": "bridge" }'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    if (!config) return
    const { at, text, problem, root } = config
    if (problem)
      report({
        at,
        part: 'value',
        range: place =>
          rangeInText(place, at, text, { start: problem.offset, end: problem.offset + 1 }),
        message: problem.message,
        fixes: problem.message.startsWith('There is nothing after')
          ? [
              {
                title: 'Remove the comma',
                safe: true,
                preferred: true,
                change: edit =>
                  edit.set(at, text.slice(0, problem.offset) + text.slice(problem.offset + 1))
              }
            ]
          : []
      })
    else if (!root.isMap)
      report({ at, part: 'value', message: 'The configuration has to be an object in braces.' })
  }
})
