import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { rangeInText } from '../shared/text-range.ts'

const rules = (summary: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: availability
      rules:
        - alert: Down
          expr: up == 0
          annotations: { summary: "${summary}" }
`

export default defineRule({
  id: 'prometheus/template-unclosed',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'error',
  tags: ['prometheus', 'rules'],
  what: 'A template in the text of an alert is never closed.',
  why: 'The operator refuses the object, and none of its rules are evaluated.',
  todo: 'Close the template with two braces.',
  docs: {
    bad: rules('{{ $labels.job } is down'),
    good: rules('{{ $labels.job }} is down'),
    see: ['https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating']
  },

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        // Only alerts have templates.
        if (!rule.get('alert').isThere) continue
        for (const key of ['annotations', 'labels'])
          for (const [, field] of rule.get(key).entries) {
            const text = field.text ?? ''
            const start = unclosedAt(text)
            if (start === undefined) continue
            const single = /^\{\{[^{}"`]*?(\})(?!\})/.exec(text.slice(start))
            const end = start + (single?.[0].length ?? 2)
            report({
              // The text itself may hold another template, and a value that is filled in later has no findings.
              at: rule.get(key).at,
              part: 'value',
              range: place => rangeInText(place, field.at, text, { start, end }),
              message: 'This template has no `}}`.',
              fixes: single
                ? [
                    {
                      title: 'Close it with `}}`',
                      safe: false,
                      preferred: true,
                      change: edit => edit.set(field.at, `${text.slice(0, end)}}${text.slice(end)}`)
                    }
                  ]
                : []
            })
          }
      }
  }
})

/** Where the first template begins that nothing closes; braces in quotes close none. */
function unclosedAt(text: string): number | undefined {
  let from = text.indexOf('{{')
  while (from >= 0) {
    const whole = /^\{\{(?:"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*[^]*?\*\/|(?!\}\})[^"`])*?\}\}/.exec(
      text.slice(from)
    )
    if (!whole || hasOpening(whole[0])) return from
    from = text.indexOf('{{', from + whole[0].length)
  }
  return undefined
}

/** Whether another template begins before this one ends. */
function hasOpening(template: string): boolean {
  return template
    .slice(2)
    .replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*[^]*?\*\//g, '')
    .includes('{{')
}
