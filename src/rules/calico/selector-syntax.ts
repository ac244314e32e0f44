import { Field } from '../../base/field.ts'
import { calicoSelectorProblem } from '../../model/calico-selector.ts'
import { defineRule } from '../define-rule.ts'
import { calicoKeys, calicoPolicy, calicoRules } from '../shared/calico.ts'
import { rangeInText } from '../shared/text-range.ts'

const kinds = ['NetworkPolicy', 'GlobalNetworkPolicy', 'IPPool', 'BGPPeer', 'BGPConfiguration']

export default defineRule({
  id: 'calico/selector-syntax',
  appliesTo: calicoKeys(...kinds),
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'selector'],
  what: 'A selector cannot be read.',
  why: 'Calico has a language of its own for selectors and refuses what is not written in it; as a custom resource applied by kubectl the object is taken and does nothing.',
  todo: "Write comparisons such as `app == 'web'`, joined by `&&` or `||`.",
  docs: {
    bad: calicoPolicy("  selector: app = 'web'\n  types: [Ingress]\n"),
    good: calicoPolicy("  selector: app == 'web'\n  types: [Ingress]\n"),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors']
  },

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const rules = calicoRules(manifest.object).flatMap(({ rule }) =>
      ['source', 'destination'].map(side => rule.get(side))
    )
    const selectors = [
      ...[
        'selector',
        'namespaceSelector',
        'serviceAccountSelector',
        'nodeSelector',
        'peerSelector'
      ].map(key => spec.get(key)),
      ...rules.flatMap(side => [
        ...['selector', 'notSelector', 'namespaceSelector'].map(key => side.get(key)),
        side.get('serviceAccounts', 'selector')
      ])
    ]
    for (const field of selectors) {
      const text = field.text
      if (text === undefined || /\$\{|\{\{/.test(text)) continue
      const problem = calicoSelectorProblem(text)
      if (!problem) continue
      const mended = /^Write `(==|&&|\|\|)`/.exec(problem.message)?.[1]
      report({
        at: field.at,
        part: 'value',
        range: place => rangeInText(place, field.at, text, problem),
        message: problem.message,
        fixes:
          mended === undefined
            ? []
            : [
                {
                  title: `Write \`${mended}\``,
                  safe: true,
                  preferred: true,
                  change: edit =>
                    edit.set(
                      field.at,
                      text.slice(0, problem.start) + mended + text.slice(problem.end)
                    )
                }
              ]
      })
    }
  }
})
