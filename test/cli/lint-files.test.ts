import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { decodeManifest, encodeManifest } from '../../src/node/manifest-text.ts'
import { projectRoot } from '../support/service.ts'

const main = path.join(projectRoot, 'src/cli/main.ts')
const faulty =
  'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n  ports: [{ port: 80, protocol: tcp }]\n'

let folder = ''

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netlabs-lint-files-'))
})

after(() => rmSync(folder, { recursive: true }))

interface Outcome {
  readonly findings: readonly {
    readonly file: string
    readonly rule: string
    readonly severity: string
    readonly range: { readonly start: { readonly line: number; readonly character: number } }
  }[]
  readonly summary: { readonly files: number; readonly documents: number; readonly errors: number }
}

function lint(args: readonly string[], cwd = folder) {
  const done = spawnSync(process.execPath, [main, 'lint', '--format', 'json', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000
  })
  return {
    status: done.status,
    err: done.stderr,
    outcome: done.stdout === '' ? undefined : (JSON.parse(done.stdout) as Outcome)
  }
}

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  writeFileSync(path.join(folder, name), content)
}

describe('files as they come', () => {
  const encodings: Readonly<Record<string, Uint8Array>> = {
    'with the line ends of Windows': Buffer.from(faulty.replaceAll('\n', '\r\n')),
    'with a byte order mark': Buffer.from(`\uFEFF${faulty}`),
    'in UTF-16, little end first': encodeManifest({
      text: `\uFEFF${faulty}`,
      encoding: 'utf-16le'
    }),
    'in UTF-16, big end first': encodeManifest({ text: `\uFEFF${faulty}`, encoding: 'utf-16be' })
  }
  for (const [name, bytes] of Object.entries(encodings))
    test(`a file ${name} is read, and fixed without another change`, () => {
      write('one.yaml', bytes)
      const { status, outcome } = lint(['one.yaml'])
      assert.equal(status, 1)
      assert.deepEqual(
        outcome?.findings.map(({ rule, range }) => [rule, range.start]),
        [['schema/unsupported-value', { line: 4, character: 32 }]]
      )
      assert.equal(lint(['--fix', 'one.yaml']).status, 0)
      const { text, encoding } = decodeManifest(bytes)
      assert.deepEqual(
        readFileSync(path.join(folder, 'one.yaml')),
        Buffer.from(encodeManifest({ text: text.replace('tcp', 'TCP'), encoding }))
      )
    })

  test('bytes that are no UTF-8 are told at their place and never written over', () => {
    const bytes = Buffer.concat([
      Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "'),
      Buffer.from([0xe9]),
      Buffer.from(`" }\n---\n${faulty}`)
    ])
    write('latin1.yaml', bytes)
    const { status, outcome } = lint(['--fix', 'latin1.yaml'])
    assert.equal(status, 1)
    assert.deepEqual(outcome?.findings[0]?.range.start, { line: 3, character: 12 })
    assert.equal(outcome.findings[0].rule, 'yaml/syntax')
    assert.deepEqual(readFileSync(path.join(folder, 'latin1.yaml')), bytes)
  })

  test('a file that is no text and one that is too large are said to be left alone', () => {
    write('odd/binary.yaml', Buffer.from([0, 1, 2, 3, 255, 254]))
    write('odd/large.yaml', '# generated\n'.repeat(1_000_000))
    const { status, outcome } = lint(['odd'])
    assert.equal(status, 0)
    assert.deepEqual(
      outcome?.findings.map(({ rule, severity }) => [rule, severity]),
      [
        ['yaml/binary', 'info'],
        ['yaml/too-large', 'hint']
      ]
    )
  })

  test('files without content are files without documents', () => {
    write('none/empty.yaml', '')
    write('none/comment.yaml', '# nothing\n')
    write('none/markers.yaml', '---\n---\n...\n')
    const { status, outcome } = lint(['none'])
    assert.equal(status, 0)
    assert.deepEqual([outcome?.summary.files, outcome?.summary.documents], [3, 0])
  })

  test('links in a circle end, and links that lead nowhere are passed over', () => {
    write('links/one.yaml', faulty)
    symlinkSync('../links', path.join(folder, 'links/again'))
    symlinkSync('itself.yaml', path.join(folder, 'links/itself.yaml'))
    symlinkSync('nowhere.yaml', path.join(folder, 'links/broken.yaml'))
    const { status, outcome, err } = lint(['links'])
    assert.deepEqual([status, outcome?.summary.files, err], [1, 1, ''])
  })

  test('a file that is named twice is checked once', () => {
    write('one.yaml', faulty)
    assert.equal(
      lint(['one.yaml', './one.yaml', path.join(folder, 'one.yaml')]).outcome?.summary.files,
      1
    )
  })

  test('without a path the current folder is taken', () => {
    write('here/one.yaml', faulty)
    assert.equal(lint([], path.join(folder, 'here')).outcome?.findings[0]?.file, 'one.yaml')
  })

  test('a patch that is checked alone is known by the kustomization beside it', () => {
    const overlay = path.join(import.meta.dirname, '../language/clean/apps/gitops/overlays')
    cpSync(overlay, path.join(folder, 'overlays'), { recursive: true })
    assert.deepEqual(lint(['overlays/prod/replicas.yaml']).outcome?.findings, [])
  })

  test('a reader that has seen enough ends the command without a complaint', async () => {
    write('many.yaml', `---\n${faulty}`.repeat(2000))
    const child = spawn(process.execPath, [main, 'lint', 'many.yaml'], { cwd: folder })
    let err = ''
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.stdout.once('data', () => child.stdout.destroy())
    await new Promise(resolve => child.once('close', resolve))
    assert.equal(err, '')
  })
})
