import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintText } from '../support/service.ts'

/** The same expression with one fault, in every way that YAML writes a text. */
const written: Readonly<Record<string, string>> = {
  plain: 'sum(rate(http_requests_total)) > 5',
  'plain over two lines': 'sum(rate(http_requests_total))\n            > 5',
  'in single quotes': "'sum(rate(http_requests_total)) > 5'",
  'in double quotes': '"up{job=\\"web\\"} and sum(rate(http_requests_total)) > 5"',
  literal:
    '|\n            up{job="ö"} and\n              sum(rate(http_requests_total))\n            > 5',
  'literal with an indentation': '|2-\n              sum(rate(http_requests_total)) > 5',
  folded: '>-\n            up and\n            sum(rate(http_requests_total))\n            > 5',
  'with a comment':
    '|\n            # requests\n            sum(rate(http_requests_total)) # all\n            > 5'
}

for (const [name, expression] of Object.entries(written))
  test(`${name}: just the argument is underlined`, () => {
    const text = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: web
      rules:
        - alert: Busy
          expr: ${expression}
`
    const found = lintText(text).filter(({ rule }) => rule === 'prometheus/expression-unreadable')
    assert.deepEqual(
      found.map(({ range }) => text.slice(range.start, range.end)),
      ['http_requests_total']
    )
  })
