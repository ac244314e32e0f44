import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEdits, LineMap } from '../../src/yaml/line-map.ts'
import type { TextEdit } from '../../src/yaml/text-edit.ts'
import { parseYamlFile, type YamlDocument } from '../../src/yaml/yaml-file.ts'
import type { FieldPath } from '../../src/base/field-path.ts'

/** Scalars and what go-yaml v2 makes of them, which is what an API server receives. */
const goScalars: readonly (readonly [string, unknown])[] = [
  ['yes', true],
  ['No', false],
  ['on', true],
  ['OFF', false],
  ['y', true],
  ['n', false],
  ['"yes"', 'yes'],
  ['0777', 511],
  ['0o17', 15],
  ['0x1F', 31],
  ['1_000', 1000],
  ['-5', -5],
  ['1.5', 1.5],
  ['1e3', 1000],
  ['22:30', '22:30'],
  ['2020-01-01', '2020-01-01'],
  ['~', null],
  ['', null],
  ['v1', 'v1'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['8080', 8080],
  ['!!str 5', '5']
]

for (const [text, expected] of goScalars)
  test(`the scalar ${text || '(nothing)'} is ${JSON.stringify(expected)} to Kubernetes`, () => {
    assert.deepEqual(only(`a: ${text}\n`).value, { a: expected })
  })

test('documents are split, empty ones counted, a comment before the first one belongs to it', () => {
  const file = parseYamlFile('# head\n---\na: 1\n---\n---\n# only a comment\n---\nb: 2\n')
  assert.deepEqual(
    file.documents.map(document => document.value),
    [{ a: 1 }, undefined, undefined, { b: 2 }]
  )
})

test('an edit in one document leaves the parsed others as they are', () => {
  const before = parseYamlFile('a: 1\n---\nb: 2\n')
  const after = parseYamlFile('a: 10\n---\nb: 2\n', { previous: before })
  assert.equal(after.documents[1]?.value, before.documents[1]?.value)
  assert.deepEqual(after.documents[1]?.rangeOf(['b']), { start: 10, end: 11 })
})

test('a key that stands twice is named at its second place', () => {
  const text = 'a:\n  b: 1\n  b: 2\n'
  const [problem] = only(text).problems
  assert.equal(problem?.code, 'duplicate-key')
  assert.equal(problem.range.start, text.lastIndexOf('b:'))
})

test('a key that is merged in and written stands once, wherever the merge stands', () => {
  for (const [text, count] of [
    ['base: &b {x: 1}\nuse:\n  <<: *b\n  x: 3\n', 0],
    ['base: &b {x: 1}\nuse:\n  x: 3\n  <<: *b\n', 0],
    ['base: &b {x: 1}\nuse:\n  x: 3\n  <<: *b\n  x: 4\n', 1],
    ['base: &b {x: 1}\nuse:\n  <<: *b\n  x: 3\n  x: 4\n', 1]
  ] as const) {
    const found = only(text).problems.filter(({ code }) => code === 'duplicate-key')
    assert.equal(found.length, count, text)
  }
})

test('a tab as indentation is named at the tab', () => {
  const text = 'a:\n\tb: 1\n'
  const problem = only(text).problems[0]
  assert.equal(problem?.code, 'tab-indent')
  assert.equal(problem.range.start, 3)
})

test('anchors, aliases and merge keys give the value that the API server gets', () => {
  const text = 'base: &b {x: 1, z: 2}\nuse:\n  <<: *b\n  z: 3\nlist: [*b]\n'
  assert.deepEqual(only(text).value, {
    base: { x: 1, z: 2 },
    use: { z: 3, x: 1 },
    list: [{ x: 1, z: 2 }]
  })
})

test('aliases that multiply end with a problem instead of the memory', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 9; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`
    )
  assert.ok(only(lines.join('\n')).problems.some(problem => problem.code === 'alias-bomb'))
})

test('a field that is not there is underlined at its nearest ancestor', () => {
  const text = 'spec:\n  rules:\n  - path: /\n    backend: {}\n'
  const document = only(text)
  const at = (path: FieldPath): string => {
    const { start, end } = document.rangeOf(path)
    return text.slice(start, end)
  }
  assert.equal(at(['spec', 'rules', 0, 'path']), 'path')
  assert.equal(at(['spec', 'rules', 0, 'pathType']), 'path')
  assert.equal(at(['spec', 'other']), 'spec')
})

test('the field at an offset is found in keys and in values', () => {
  const text = 'spec:\n  ports:\n  - port: 80\n'
  assert.deepEqual(only(text).pathAt(text.indexOf('80')), {
    path: ['spec', 'ports', 0, 'port'],
    part: 'value'
  })
  assert.deepEqual(only(text).pathAt(text.indexOf('ports')), {
    path: ['spec', 'ports'],
    part: 'key'
  })
})

const manifest = `apiVersion: v1 # version
kind: Service
metadata:
  name: web
  labels: {app: web, tier: front}
spec:
  selector:
    app: web
  ports:
  - name: http
    port: 80 # the port
  - port: 443
`

type Edit = (document: YamlDocument) => TextEdit[]
const edits: readonly (readonly [string, Edit, (value: any) => void])[] = [
  [
    'sets a scalar',
    d => d.edit.set(['spec', 'ports', 0, 'port'], 8080),
    v => (v.spec.ports[0].port = 8080)
  ],
  [
    'sets text that looks like a number',
    d => d.edit.set(['metadata', 'name'], '80'),
    v => (v.metadata.name = '80')
  ],
  [
    'inserts after a sibling',
    d => d.edit.insert(['spec', 'ports', 0], 'protocol', 'TCP', 'name'),
    v => (v.spec.ports[0].protocol = 'TCP')
  ],
  [
    'inserts into a flow map',
    d => d.edit.insert(['metadata', 'labels'], 'x', 'y'),
    v => (v.metadata.labels.x = 'y')
  ],
  [
    'inserts a map',
    d => d.edit.insert(['metadata'], 'annotations', { a: 'b' }),
    v => (v.metadata.annotations = { a: 'b' })
  ],
  [
    'inserts missing parents',
    d => d.edit.set(['status', 'loadBalancer', 'x'], 1),
    v => (v.status = { loadBalancer: { x: 1 } })
  ],
  [
    'appends an item',
    d => d.edit.append(['spec', 'ports'], { port: 53, protocol: 'UDP' }),
    v => v.spec.ports.push({ port: 53, protocol: 'UDP' })
  ],
  [
    'removes the first entry of an item',
    d => d.edit.remove(['spec', 'ports', 0, 'name']),
    v => delete v.spec.ports[0].name
  ],
  [
    'removes the last entry',
    d => d.edit.remove(['spec', 'ports', 0, 'port']),
    v => delete v.spec.ports[0].port
  ],
  ['removes an item', d => d.edit.remove(['spec', 'ports', 0]), v => v.spec.ports.shift()],
  [
    'removes from a flow map',
    d => d.edit.remove(['metadata', 'labels', 'app']),
    v => delete v.metadata.labels.app
  ],
  [
    'replaces a block by a block',
    d => d.edit.set(['spec', 'selector'], { a: '1', b: '2' }),
    v => (v.spec.selector = { a: '1', b: '2' })
  ],
  [
    'replaces a list',
    d => d.edit.set(['spec', 'ports'], [{ port: 1 }]),
    v => (v.spec.ports = [{ port: 1 }])
  ],
  [
    'renames a key',
    d => d.edit.renameKey(['spec', 'ports'], 'doors'),
    v => {
      v.spec.doors = v.spec.ports
      delete v.spec.ports
    }
  ]
]

for (const lineEnd of ['\n', '\r\n'])
  for (const [name, edit, change] of edits)
    test(`the editor ${name}${lineEnd === '\n' ? '' : ' with CRLF'}`, () => {
      const text = manifest.replaceAll('\n', lineEnd)
      const expected = structuredClone(only(text).value) as Record<string, unknown>
      change(expected)
      const result = applyEdits(text, edit(only(text)))
      const read = only(result)
      assert.deepEqual(read.problems, [])
      assert.deepEqual(read.value, expected)
      assert.equal(/[^\r]\n/.test(result), lineEnd === '\n')
    })

test('a document can be replaced by several', () => {
  const result = applyEdits(manifest, only(manifest).edit.replaceDocument([{ a: 1 }, { b: [2] }]))
  assert.equal(result, 'a: 1\n---\nb:\n- 2\n')
})

test('no prefix of a manifest makes the reader throw', () => {
  for (let end = 0; end <= manifest.length; end++) {
    const file = parseYamlFile(manifest.slice(0, end))
    for (const document of file.documents) document.pathAt(end)
  }
})

test('binary text, Helm templates and huge files are left alone', () => {
  assert.equal(parseYamlFile('a\0b').kind, 'binary')
  assert.equal(parseYamlFile('a: {{ .Values.a }}\n').kind, 'helm-template')
  assert.equal(parseYamlFile('x'.repeat(11_000_000)).kind, 'too-large')
})

test('positions count lines and UTF-16 characters from 0', () => {
  const map = new LineMap('a\r\nbü\nc')
  assert.deepEqual(map.positionAt(4), { line: 1, character: 1 })
  assert.equal(map.offsetAt({ line: 2, character: 0 }), 6)
})

function only(text: string): YamlDocument {
  const [document] = parseYamlFile(text).documents
  assert.ok(document)
  return document
}

test('an unfinished merge is told at its first mark, and marks in a text are nothing', () => {
  const text = 'kind: Service\n<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> other\n'
  const [problem, ...others] = parseYamlFile(text).documents.flatMap(({ problems }) => problems)
  assert.deepEqual(others, [])
  assert.match(problem?.message ?? '', /merge is not finished/)
  assert.equal(text.slice(problem?.range.start, problem?.range.end), '<<<<<<< HEAD')
  const inText = `note: |\n${text.replaceAll(/^/gm, '  ')}`
  assert.deepEqual(
    parseYamlFile(inText).documents.flatMap(({ problems }) => problems),
    []
  )
})
