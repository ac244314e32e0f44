import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { projectRoot } from '../support/service.ts'

const main = path.join(projectRoot, 'src/cli/main.ts')
const clean =
  'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n  ports: [{ port: 80 }]\n'
const faulty = clean.replace('port: 80', 'port: 80, protocol: tcp')
const warned = clean.replace('ports:', 'selector: { app: wbe }\n  ports:')
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: web, image: web }] }\n'

let folder = ''

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netlabs-lint-'))
  mkdirSync(path.join(folder, 'all/deep'), { recursive: true })
  writeFileSync(path.join(folder, 'clean.yaml'), clean)
  writeFileSync(path.join(folder, 'faulty.yaml'), faulty)
  writeFileSync(path.join(folder, 'all/service.yml'), warned)
  writeFileSync(
    path.join(folder, 'all/deep/pod.json'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'web' }] }
    })
  )
  writeFileSync(path.join(folder, 'all/notes.txt'), 'not: [yaml')
})

after(() => rmSync(folder, { recursive: true }))

function netlabs(args: readonly string[], input?: string) {
  const done = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    ...(input !== undefined && { input })
  })
  return { status: done.status, out: done.stdout, err: done.stderr }
}

describe('netlabs lint', () => {
  test('a clean file exits with 0 and says so', () => {
    const { status, out } = netlabs(['lint', 'clean.yaml'])
    assert.deepEqual([status, out], [0, '0 errors, 0 warnings in 1 document of 1 file.\n'])
  })

  test('an error exits with 1, and JSON has the agreed shape', () => {
    const { status, out } = netlabs(['lint', '--format', 'json', 'faulty.yaml'])
    const result = JSON.parse(out) as { findings: Record<string, unknown>[] }
    assert.equal(status, 1)
    const [finding] = result.findings
    assert.match(String(finding?.message), /"TCP"/)
    assert.deepEqual(
      { ...result, findings: [{ ...finding, message: '' }] },
      {
        version: 1,
        findings: [
          {
            file: 'faulty.yaml',
            rule: 'schema/unsupported-value',
            severity: 'error',
            message: '',
            path: 'spec.ports[0].protocol',
            range: { start: { line: 4, character: 32 }, end: { line: 4, character: 35 } },
            fixes: [{ title: 'Set to `TCP`', safe: true }]
          }
        ],
        summary: { files: 1, documents: 1, errors: 1, warnings: 0, infos: 0, hints: 0 }
      }
    )
  })

  test('a folder is walked, and its files are one workspace', () => {
    const { status, out } = netlabs(['lint', '--format=json', 'all'])
    const { findings, summary } = JSON.parse(out) as {
      findings: { file: string; rule: string }[]
      summary: { files: number }
    }
    assert.equal(status, 0)
    assert.equal(summary.files, 2)
    assert.deepEqual(
      findings.map(({ file, rule }) => [file, rule]),
      [['all/service.yml', 'service/selector-matches-no-pod']]
    )
  })

  test('standard input is a file named -', () => {
    const { status, out } = netlabs(['lint', '-'], faulty)
    assert.equal(status, 1)
    assert.match(out, /^-:5:33: error: /)
  })

  test('standard input belongs to the workspace of the other files', () => {
    const { out } = netlabs(['lint', '--format', 'json', '-', 'all/service.yml'], pod)
    assert.match(out, /service\/selector-matches-no-pod/)
  })

  test('what is below the asked severity is not shown', () => {
    const { out } = netlabs(['lint', '--min-severity', 'error', 'all'])
    assert.equal(out, '0 errors, 0 warnings in 2 documents of 2 files.\n')
  })

  test('GitHub gets one annotation for a finding', () => {
    const { out } = netlabs(['lint', '--format', 'github', 'faulty.yaml'])
    assert.match(
      out,
      /^::error file=faulty\.yaml,line=5,endLine=5,col=33,endColumn=36,title=schema\/unsupported-value::[^\n]+\n$/
    )
  })

  test('SARIF names the rule, the place and the columns from 1', () => {
    const { out } = netlabs(['lint', '--format', 'sarif', 'faulty.yaml'])
    const log = JSON.parse(out) as {
      version: string
      runs: {
        tool: { driver: { rules: { id: string }[] } }
        results: { ruleId: string; ruleIndex: number; locations: unknown[] }[]
      }[]
    }
    const [run] = log.runs
    const [result] = run?.results ?? []
    assert.equal(log.version, '2.1.0')
    assert.equal(result?.ruleId, run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id)
    assert.deepEqual(result?.locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: 'faulty.yaml' },
          region: { startLine: 5, startColumn: 33, endLine: 5, endColumn: 36 }
        },
        logicalLocations: [{ fullyQualifiedName: 'spec.ports[0].protocol' }]
      }
    ])
  })

  test('a comment keeps a finding away, and one that keeps nothing away is a hint', () => {
    const id = 'schema/unsupported-value'
    const comment = `  # netlabs-disable-next-line ${id} -- as it comes\n`
    assert.equal(netlabs(['lint', '-'], faulty.replace('  ports', `${comment}  ports`)).status, 0)
    const { status, out } = netlabs(['lint', '-'], clean.replace('  ports', `${comment}  ports`))
    assert.equal(status, 0)
    assert.match(
      out,
      /^-:5:3: hint: schema\/unsupported-value finds nothing here\. \[suppression\/unused\]$/m
    )
  })

  test('--fix-dry-run shows the change and leaves the file', () => {
    const { status, out } = netlabs(['lint', '--fix-dry-run', 'faulty.yaml'])
    assert.equal(status, 0)
    assert.match(out, /^-.*protocol: tcp.*\n\+.*protocol: TCP.*\n0 errors/m)
    // The numbers of lines that the hunk promises, so that `patch` takes it.
    assert.match(out, /^@@ -2,4 \+2,4 @@$/m)
    assert.equal(readFileSync(path.join(folder, 'faulty.yaml'), 'utf8'), faulty)
  })

  test('--fix writes the file', () => {
    const file = path.join(folder, 'to-fix.yaml')
    writeFileSync(file, faulty)
    const { status } = netlabs(['lint', '--fix', 'to-fix.yaml'])
    assert.equal(status, 0)
    assert.equal(readFileSync(file, 'utf8'), faulty.replace('tcp', 'TCP'))
  })

  const refused: Readonly<Record<string, readonly string[]>> = {
    'a file that does not exist': ['lint', 'nowhere.yaml'],
    'an option that it does not know': ['lint', '--colour'],
    'a format that it does not know': ['lint', '--format', 'xml'],
    'a severity that it does not know': ['lint', '--min-severity', 'fatal'],
    'a fix of standard input': ['lint', '--fix', '-'],
    'a command that there is not': ['lin'],
    'no command': [],
    'a rule that there is not': ['explain-rule', 'ingress/weighted-backen']
  }
  for (const [name, args] of Object.entries(refused))
    test(`${name} exits with 2 and a sentence`, () => {
      const { status, out, err } = netlabs(args, '')
      assert.equal(status, 2)
      assert.equal(out, '')
      assert.match(err, /\w/)
      assert.doesNotMatch(err, /^\s+at /m)
    })
})

describe('the other commands', () => {
  test('rules lists every check as data', () => {
    const { status, out } = netlabs(['rules', '--format', 'json'])
    const ids = (JSON.parse(out) as { id: string }[]).map(({ id }) => id)
    assert.equal(status, 0)
    assert.ok(ids.includes('ingress/weighted-backend') && ids.includes('schema/unknown-field'))
  })

  test('explain-rule says what, why and what to do', () => {
    const { status, out } = netlabs(['explain-rule', 'ingress/weighted-backend'])
    assert.equal(status, 0)
    assert.match(out, /HTTPRoute/)
    assert.match(out, /docs\/rules\/ingress\/weighted-backend\.md/)
  })

  test('--version is that of the package', () => {
    const { version } = JSON.parse(
      readFileSync(path.join(projectRoot, 'package.json'), 'utf8')
    ) as { version: string }
    assert.equal(netlabs(['--version']).out, `${version}\n`)
  })

  test('--help names the commands', () => {
    const { status, out } = netlabs(['--help'])
    assert.equal(status, 0)
    for (const command of ['lint', 'sim', 'lab', 'rules', 'explain-rule'])
      assert.match(out, new RegExp(`^  ${command}`, 'm'))
  })
})
