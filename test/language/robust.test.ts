import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { isRecord } from '../../src/base/json.ts'
import type { LanguageService } from '../../src/language/language-service.ts'
import { applyEdits } from '../../src/yaml/line-map.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { serviceOver } from '../support/service.ts'

const uri = 'file.yaml'

/** Asks everything that an editor asks while a person types; each answer has to come. */
function askEverything(service: LanguageService, text: string, offset: number): void {
  service.setFile(uri, text, 'editor')
  for (const { range, position, fixes, message } of service.lint(uri).findings) {
    assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, message)
    assert.ok(position.start.line >= 0 && position.start.character >= 0)
    assert.match(message, /\S/)
    for (const { edits } of fixes) assert.ok(edits.length > 0)
  }
  service.complete(uri, offset)
  service.hover(uri, offset)
  service.symbols(uri)
}

const pieces = [
  ...['apiVersion: v1\n', 'kind: Service\n', 'kind: Ingress\n', 'metadata:\n', '  name: a\n'],
  ...['apiVersion: networking.k8s.io/v1\n', 'spec:\n', '  rules:\n', '  - ', '- ', '  ', '\t'],
  ...['ports', 'port', ': ', ':', '\n', '\r\n', '---\n', '...\n', '# c\n', '{', '}', '[', ']', ','],
  ...[
    '"',
    "'",
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '<<: ',
    '!!str ',
    '? ',
    '{{ .Values.x }}',
    '%YAML 1.2\n'
  ],
  ...['yes', '~', '0777', '1e400', '.inf', '\\', '\0', '\uFEFF', '\u2028', '\uD800', '😀', '`', '@']
]

const strangeText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(parts => parts.join('')),
  fc
    .array(fc.constantFrom(...pieces), { maxLength: 30 })
    .map(parts => `apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n${parts.join('')}`)
)

describe('whatever stands in a file', () => {
  test('everything is answered', () => {
    const service = serviceOver({})
    fc.assert(
      fc.property(strangeText, fc.nat(), (text, at) => {
        askEverything(service, text, at % (text.length + 1))
      }),
      { numRuns: 1500, seed: 5 }
    )
  })

  const fixtures = globSync('clean/**/*.yaml', { cwd: import.meta.dirname })
    .filter(name => !/overlays|patches/.test(name))
    .map(name => readFileSync(path.join(import.meta.dirname, name), 'utf8'))

  test('a manifest that is being typed is answered, and not with a flood', () => {
    const service = serviceOver({})
    const typed = fc
      .tuple(fc.constantFrom(...fixtures.flatMap(text => text.split(/^---\n/m))), fc.nat())
      .map(([text, end]) => text.slice(0, end % (text.length + 1)))
    fc.assert(
      fc.property(typed, text => {
        askEverything(service, text, text.length)
        const told = service.lint(uri).findings.filter(({ severity }) => severity !== 'hint')
        assert.ok(told.length <= 6, told.map(({ what }) => what).join('\n'))
      }),
      { numRuns: 600, seed: 5 }
    )
  })
})

test('a document that is too large to be read while a person waits is said to be left alone', () => {
  const data = Array.from({ length: 50_000 }, (_, i) => `  key-${i}: "a value of this key"\n`)
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n${data.join('')}`
  const { findings } = serviceOver({ [uri]: text }).lint(uri)
  assert.deepEqual(
    findings.map(({ rule, severity }) => [rule, severity]),
    [['yaml/too-large', 'hint']]
  )
})

const meta = (name: string): object => ({ name, namespace: 'shop' })

const faulty: readonly object[] = [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta('split'),
    spec: {
      rules: [
        {
          host: 'shop.example',
          http: {
            paths: ['v1', 'v2'].map(version => ({
              path: '/',
              backend: { service: { name: `shop-${version}`, port: { number: 80 } } },
              weight: 50
            }))
          }
        }
      ]
    }
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta('to-resolver'),
    spec: {
      podSelector: { matchLabels: { app: 'web' } },
      egress: [
        { to: [{ ipBlock: { cidr: '8.8.8.8/32' } }], ports: [{ protocol: 'TCP', port: 53 }] }
      ],
      policyTypes: ['Egress']
    }
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta('dns'),
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }
            },
            { podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }
          ],
          ports: [{ protocol: 'UDP', port: 53 }]
        }
      ]
    }
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('shop'),
    spec: {
      slector: { app: 'shop', on: true },
      type: 'loadbalancer',
      ports: [{ port: '80', protocol: 'tcp', targtPort: 8080 }]
    }
  },
  {
    apiVersion: 'v1',
    kind: 'Deployment',
    metadata: meta('shop'),
    spec: {
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [{ name: 'shop', image: 'shop', env: [{ name: 'PORT', value: 80 }] }] }
      }
    }
  }
]

/** The same object as people and programs write it. */
const style = fc.record({
  indent: fc.integer({ min: 2, max: 6 }),
  indentSeq: fc.boolean(),
  flow: fc.boolean(),
  json: fc.boolean(),
  quotes: fc.constantFrom('QUOTE_DOUBLE', 'QUOTE_SINGLE', 'PLAIN'),
  windows: fc.boolean(),
  marker: fc.constantFrom('', '---\n', '# head\n---\n'),
  comments: fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
  end: fc.constantFrom(
    '',
    '\n',
    '\n\n',
    '\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n'
  )
})

type Style = typeof style extends fc.Arbitrary<infer Value> ? Value : never

function written(object: object, style: Style): string {
  if (style.json) return `${JSON.stringify(object, null, style.indent)}${style.end.slice(0, 1)}`
  const body = stringify(object, {
    indent: style.indent,
    indentSeq: style.indentSeq,
    collectionStyle: style.flow ? 'flow' : 'any',
    defaultStringType: style.quotes as 'PLAIN',
    defaultKeyType: 'PLAIN',
    lineWidth: style.flow ? 40 : 0
  }).trimEnd()
  const lines = body
    .split('\n')
    .map((line, i) => (style.comments.includes(i) ? `${line} # note` : line))
  const text = style.marker + lines.join('\n') + style.end
  return style.windows ? text.replaceAll('\n', '\r\n') : text
}

describe('fixes of any formatting', () => {
  test('each fix gives YAML that has the finding no more and keeps the comments', () => {
    fc.assert(
      fc.property(fc.constantFrom(...faulty), style, (object, how) => {
        const text = written(object, how)
        const { findings } = serviceOver({ [uri]: text }).lint(uri)
        assert.ok(findings.length > 0, text)
        for (const finding of findings)
          for (const { title, edits } of finding.fixes) {
            const after = applyEdits(
              text,
              edits.flatMap(one => one.edits)
            )
            const shown = `${title}\n${text}\n=>\n${after}`
            const { documents } = parseYamlFile(after)
            assert.deepEqual(
              documents.flatMap(({ problems }) => problems),
              [],
              shown
            )
            assert.ok(
              documents.every(({ value }) => value === undefined || isRecord(value)),
              shown
            )
            const left = serviceOver({ [uri]: after }).lint(uri).findings
            assert.ok(
              !left.some(({ rule, path }) => rule === finding.rule && path === finding.path),
              shown
            )
            // What is replaced or taken away as a whole takes its comments with it.
            if (!/^(?:Rewrite|Split|Remove|Let both)/.test(title))
              assert.equal(after.split('# note').length, text.split('# note').length, shown)
            if (how.windows && !how.json) assert.doesNotMatch(after, /[^\r]\n/, shown)
          }
      }),
      { numRuns: 400, seed: 5 }
    )
  })
})
