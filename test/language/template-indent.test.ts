/** Where the output of an action in a Helm template lands at two depths. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOver } from '../support/service.ts'

const uri = 'charts/shop/templates/service.yaml'

function told(lines: string): string[] {
  const text = `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n${lines}\nspec:\n  ports: [{ port: 80 }]\n`
  return serviceOver({ [uri]: text })
    .lint(uri)
    .findings.filter(({ rule }) => rule === 'helm/indentation')
    .map(({ position, fixes }) => {
      const [edit] = fixes[0]?.edits[0]?.edits ?? []
      return `${position.start.line + 1} ${edit?.newText ?? '-'}`
    })
}

const faults: readonly (readonly [title: string, lines: string, told: string])[] = [
  [
    'blanks before indent',
    '  annotations:\n    {{ toYaml .Values.annotations | indent 4 }}',
    '6 {{- toYaml .Values.annotations | nindent 4 }}'
  ],
  [
    'blanks before indent behind a pipe',
    '  labels:\n    {{ .Values.labels | toYaml | indent 4 }}',
    '6 {{- .Values.labels | toYaml | nindent 4 }}'
  ],
  [
    'a dash with indent behind a key',
    '  annotations:\n    {{- toYaml .Values.annotations | indent 4 }}',
    '6 {{- toYaml .Values.annotations | nindent 4 }}'
  ],
  [
    'a dash with indent behind a condition that leaves nothing',
    '  annotations:\n    {{- with .Values.annotations }}\n    {{- toYaml . | indent 4 }}\n    {{- end }}',
    '7 {{- toYaml . | nindent 4 }}'
  ],
  ['a map on the line of its key', '  labels: {{ toYaml .Values.labels }}', '5 -']
]

const right: readonly (readonly [title: string, lines: string])[] = [
  ['nindent', '  annotations:\n    {{- toYaml .Values.annotations | nindent 4 }}'],
  ['nindent on the line of the key', '  labels: {{- toYaml .Values.labels | nindent 4 }}'],
  [
    'indent at the beginning of a line',
    '  annotations:\n{{ toYaml .Values.annotations | indent 4 }}'
  ],
  [
    'an include, which may begin with a line break',
    '  labels:\n    {{- include "shop.labels" . | indent 4 }}'
  ],
  [
    'blanks that the action before takes away',
    '  annotations:\n    {{- with .Values.annotations -}}\n    {{ toYaml . | indent 4 }}\n    {{- end }}'
  ],
  ['a value of one line', '  clusterName: {{ toYaml .Values.name }}'],
  ['a quoted value', '  labels: { app: {{ .Values.app | quote }} }']
]

describe('indentation in Helm templates', () => {
  for (const [title, lines, expected] of faults)
    test(`told: ${title}`, () => {
      assert.deepEqual(told(lines), [expected])
    })
  for (const [title, lines] of right)
    test(`not told: ${title}`, () => {
      assert.deepEqual(told(lines), [])
    })

  test('not told: templates of another program, whose indent leaves the first line alone', () => {
    assert.deepEqual(
      told(
        '  annotations:\n    # {{ .ObjectMeta.Name }}\n    {{ toYaml .Values.annotations | indent 4 }}'
      ),
      []
    )
  })
})
