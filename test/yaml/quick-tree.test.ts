import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { quickTree } from '../../src/yaml/quick-tree.ts'
import { readWithPackage } from '../../src/yaml/read-document.ts'
import { splitDocuments } from '../../src/yaml/split-documents.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Every document of the samples, the labs and the fixtures of the rules, each text once. */
const documents = [
  ...new Set(
    globSync('{samples,walkthroughs,test/rules,test/cluster/manifests}/**/*.{yaml,yml}', {
      cwd: root
    })
      .sort()
      .flatMap(file => documentsOf(readFileSync(path.join(root, file), 'utf8')))
  )
]

/** Whether a text was read the quick way; then it has to be read as the package reads it. */
function isReadAlike(text: string): boolean {
  const quick = quickTree(text)
  if (!quick) return false
  const slow = readWithPackage(text)
  assert.ok(slow, text)
  assert.deepEqual(slow.problems, [], `a text with a mistake was taken:\n${text}`)
  assert.deepEqual(quick, slow.tree, text)
  return true
}

test('nearly all manifests are read the quick way, and as the package reads them', () => {
  assert.ok(documents.length > 1000)
  const quick = documents.filter(isReadAlike)
  assert.ok(quick.length > documents.length * 0.8, `${quick.length} of ${documents.length}`)
})

for (const [title, text] of Object.entries({
  'a mapping': 'a: b\nc: 1\n',
  'no line end at the end': 'a: b',
  'a marker and comments': '# head\n--- # begin\n# more\na: b # end\n# last\n',
  'a list at the column of its key': 'a:\n- b\n- c: d\n  e: f\ng: h\n',
  'lists in lists': '- - a\n  - b\n-\n  - c\n- d: e\n',
  'values that are empty': 'a:\nb: # none\nc:   \nd:\n  -\n  - # none\n  - e\n',
  'quoted keys and values': `"a": 'b'\n'c': "d" # e\nf: ""\n`,
  brackets: 'a: [b, "c", [d], {}]\ne: { f: g, "h": [] } # i\n',
  'a literal': 'a: |\n  b: c\n    d\n\n  # e\nf: g\n',
  'a literal without its last line end': 'a: |-\n  b\n\n# c\nd: |\n  e\n\n\n',
  'a literal at the end of a text without a line end': 'a: |\n  b\n  c',
  'literals in a list': '- |\n b\n- c: |-\n    d\n',
  'marks within texts': 'a: b#c\nd: e:f\ng: -h\ni: j - k ? l & m * n ! o | p > q % r @ s\n'
}))
  test(`${title}: the quick way`, () => {
    assert.ok(isReadAlike(text))
  })

for (const [title, text] of Object.entries({
  'a text over two lines': 'a: b\n  c\n',
  'an anchor': 'a: &b c\n',
  'an alias': 'a: *b\n',
  'a tag': 'a: !!str 1\n',
  'an escape': 'a: "\\n"\n',
  'a tab': 'a:\tb\n',
  'carriage returns': 'a: b\r\n',
  'a second marker': 'a: b\n---\nc: d\n',
  'an end marker': 'a: b\n...\n',
  'a directive': '%YAML 1.1\n---\na: b\n',
  'a folded text': 'a: >\n  b\n',
  'a literal that keeps its line ends': 'a: |+\n  b\n\n',
  'brackets over two lines': 'a: [b,\n  c]\n',
  'a key with a question mark': '? a\n: b\n',
  'a colon within a value': 'a: b: c\n',
  'a line without a colon': 'a: b\nc\n',
  'a wrong indentation': 'a:\n    b: c\n  d: e\n',
  'a deeper line behind a value': 'a: b\n  c: d\n',
  nothing: '',
  'a comment alone': '# a\n'
}))
  test(`${title}: the way of the package`, () => {
    assert.equal(quickTree(text), undefined)
  })

test('a document that nests very deep is left to the package', () => {
  const nested = Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
  assert.equal(quickTree(nested), undefined)
  assert.equal(quickTree(`a: ${'['.repeat(5000)}`), undefined)
})

test('a document that was changed anywhere is read as the package reads it, or left to it', () => {
  const short = documents.filter(text => text.length < 1500)
  const pieces = fc.constantFrom(
    ...[
      '',
      ' ',
      '\n',
      ':',
      ': ',
      '-',
      '- ',
      '#',
      ' #',
      '|',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      'a'
    ],
    ...[
      '\n  ',
      '\n- ',
      '? ',
      '&a ',
      '*a',
      '! ',
      '> ',
      '---\n',
      '...\n',
      '\\',
      '%',
      '\t',
      '\u00E9',
      '~'
    ]
  )
  let quick = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...short),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), pieces), {
        minLength: 1,
        maxLength: 3
      }),
      fc.boolean(),
      (text, changes, isCut) => {
        let changed = text
        for (const [where, removed, inserted] of changes) {
          const at = Math.floor(where * changed.length)
          changed = changed.slice(0, at) + inserted + changed.slice(at + removed)
        }
        if (isCut) changed = changed.slice(0, Math.floor((changes[0]?.[0] ?? 1) * changed.length))
        for (const one of documentsOf(changed)) if (isReadAlike(one)) quick++
      }
    ),
    { numRuns: Number(process.env['NETLABS_FUZZ_RUNS'] ?? 20_000), seed: 20261128 }
  )
  assert.ok(quick > 500, 'the changes leave enough texts to compare')
})

function documentsOf(text: string): string[] {
  return splitDocuments(text).map(({ start, end }) => text.slice(start, end))
}
