/** Helm templates as YAML of the same length: `~` stands for a character that the template puts in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hole, templateParts } from '../../src/yaml/template-parts.ts'

const shown = (text: string): string =>
  templateParts(text)
    .replaceAll(hole, '~')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')

const rows: readonly (readonly [title: string, template: string, yaml: string])[] = [
  ['a value', 'name: {{ .x }}', 'name: ~~~~~~~~'],
  ['a value among text', 'name: a-{{ .x }}-b', 'name: a-~~~~~~~~-b'],
  ['a key', '{{ .x }}: 1', '~~~~~~~~: 1'],
  ['a value in quotes that holds quotes', 'a: "{{ f "b" }}"', 'a: "~~~~~~~~~~~"'],
  ['braces in a text of an action', 'a: {{ f "}}" }}1', 'a: ~~~~~~~~~~~~1'],
  ['braces in a raw text', 'a: {{ f `}}` }}1', 'a: ~~~~~~~~~~~~1'],
  ['braces in a comment', 'a: 1 {{/* }} */}}', 'a: 1'],
  ['a line of actions', 'a:\n  {{- toYaml .x | nindent 2 }}\nb: 1', 'a:\n\nb: 1'],
  ['a variable', '{{- $x := 1 }}\na: 1', '\na: 1'],
  ['a block', '{{- if .x }}\na: 1\n{{- end }}\nb: 2', '\na: 1\n\nb: 2'],
  ['a loop', 'a:\n{{- range .x }}\n- b: 1\n{{- end }}', 'a:\n\n- b: 1\n'],
  ['two forms', '{{ if .x }}\na: 1\n{{ else }}\na: 2\n{{ end }}\nb: 3', '\n\n\n\n\nb: 3'],
  ['two forms in a line', 'a: {{ if .x }}1{{ else }}2{{ end }}', `a: ${'~'.repeat(32)}`],
  ['a field in a line of its own', '{{ if .x }}a: 1{{ end }}\nb: 2', '\nb: 2'],
  ['a version', '{{ if semverCompare ">=1" .v }}\na: 1\n{{ end }}\nb: 2', '\n\n\nb: 2'],
  [
    'a version around a block',
    '{{ if .Version }}\n{{ if .x }}\na: 1\n{{ end }}\n{{ end }}\nb: 2',
    '\n\n\n\n\nb: 2'
  ],
  ['a definition', '{{ define "x" }}\na: 1\n{{ end }}\nb: 2', '\n\n\nb: 2'],
  ['a value over several lines', 'a: {{ f "b"\n  "c" }}\nd: 1', 'a: ~~~~~~~~\n\nd: 1'],
  ['a block that is not closed yet', '{{ if .x }}\na: 1', '\na: 1'],
  ['an action that is not closed yet', 'a: {{ .x\nb: 1', 'a: ~~~~~\nb: 1'],
  ['a text that is not closed yet', 'a: {{ f "x }}\nb: 1 }}', 'a: ~~~~~~~~~~\nb: 1 }}'],
  ['an end of nothing', 'a: 1\n{{ end }}\nb: 2', 'a: 1\n\nb: 2'],
  ['no action', 'a: { b: {} }', 'a: { b: {} }']
]

for (const [title, template, yaml] of rows)
  test(title, () => {
    assert.equal(shown(template), yaml)
  })

test('whatever the text, offsets and lines stay', () => {
  const piece = fc.constantFrom(
    ...['{{', '}}', '{{ if .x }}', '{{- else }}', '{{ end }}', '{{/*', '*/}}', '"', '`', "'", '\\'],
    ...['\n', '\r\n', 'a: ', '- ', ' ', '{{ define "x" }}', '{{- range .y -}}', '{{ .Version }}']
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const text = pieces.join('')
      const parts = templateParts(text)
      assert.equal(parts.length, text.length)
      for (let at = 0; at < text.length; at++)
        assert.equal(parts.charAt(at) === '\n', text.charAt(at) === '\n')
      assert.ok(!/\{\{[^{}"'`\\\r\n]*\}\}/.test(parts), parts)
    }),
    { seed: 20, numRuns: 2000 }
  )
})
