import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suppressingComments } from '../../src/language/suppress-finding.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { lintText } from '../support/service.ts'

const corefile =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\ndata:\n  Corefile: |\n' +
  '    .:53 {\n        kubernets cluster.local\n    }\n'
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: a\n      prots: []\n'
const second = `# first\n${pod.replace('prots', 'ports')}---\n${pod}`

const texts: readonly [string, string, readonly string[]][] = [
  ['a field', pod, ['next-line', 'document', 'file']],
  ['the second document', second, ['next-line', 'document', 'file']],
  [
    'a text with carriage returns',
    second.replaceAll('\n', '\r\n'),
    ['next-line', 'document', 'file']
  ],
  ['a text with a byte order mark', `\uFEFF${pod}`, ['next-line', 'document', 'file']],
  ['a document whose marker has a comment', `--- # why\n${pod}`, ['next-line', 'document', 'file']],
  ['a line of a text, where a comment would be part of it', corefile, ['document', 'file']],
  [
    'JSON, which has no comments',
    '{"apiVersion": "v1", "kind": "Pod", "metadata": {"nam": "a"}}',
    []
  ]
]
for (const [title, text, scopes] of texts)
  test(`what can be silenced in ${title} is silent with the comment, and the comment is of use`, () => {
    const [finding] = lintText(text)
    assert.ok(finding)
    const comments = suppressingComments(parseYamlFile(text), finding)
    assert.deepEqual(
      comments.map(({ scope }) => scope),
      scopes
    )
    for (const { scope, offset, text: comment, end } of comments) {
      const commented = `${text.slice(0, offset)}${comment}for a test${end}${text.slice(offset)}`
      const left = lintText(commented).map(({ rule }) => rule)
      assert.ok(!left.includes(finding.rule), `${scope}: ${left.join()}`)
      assert.ok(!left.some(rule => rule.startsWith('suppression/')), `${scope} is stale`)
    }
  })
