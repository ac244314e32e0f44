import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { projectRoot } from '../support/service.ts'

const main = path.join(projectRoot, 'src/cli/main.ts')
const old =
  'apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: { name: a }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n'
const literal =
  'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { clusterIP: 10.96.0.44, ports: [{ port: 80 }] }\n'

let folder = ''

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netlabs-lint-config-'))
  write('.netlabs.yaml', 'kubernetesVersion: "1.15"\nignore: [left/]\nenable: [portability]\n')
  write('old.yaml', old)
  write('deep/er/literal.yaml', literal)
  write('left/old.yaml', old)
  write('nearer/.netlabs.yaml', 'rules: { api/removed-version: warning }\n')
  write('nearer/old.yaml', old)
  write('odd/[id].yaml', literal)
  write('odd/notes.txt', literal)
})

after(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  writeFileSync(path.join(folder, name), text)
}

function netlabs(args: readonly string[], { cwd = '', input = '' } = {}) {
  const done = spawnSync(process.execPath, [main, 'lint', '--format', 'json', ...args], {
    cwd: path.join(folder, cwd),
    encoding: 'utf8',
    input
  })
  const { findings = [], summary } = (done.stdout === '' ? {} : JSON.parse(done.stdout)) as {
    findings?: { file: string; rule: string; severity: string }[]
    summary?: { files: number }
  }
  return {
    status: done.status,
    err: done.stderr,
    files: summary?.files,
    told: findings.map(({ file, rule, severity }) => `${file} ${rule} ${severity}`)
  }
}

describe('the configuration', () => {
  test('holds for its folder and those below, the nearest alone', () => {
    const { told, files, status } = netlabs(['.'])
    assert.deepEqual(told, [
      'deep/er/literal.yaml service/cluster-ip-literal hint',
      'nearer/old.yaml api/removed-version warning',
      'odd/[id].yaml service/cluster-ip-literal hint',
      'old.yaml api/deprecated-version hint'
    ])
    assert.equal(files, 4)
    assert.equal(status, 0)
  })

  test('is found from below, and a file that is named is ignored all the same', () => {
    assert.deepEqual(netlabs(['literal.yaml'], { cwd: 'deep/er' }).told, [
      'literal.yaml service/cluster-ip-literal hint'
    ])
    assert.deepEqual(netlabs(['left/old.yaml']).told, [])
  })

  test('can be left out, or be another one', () => {
    assert.deepEqual(netlabs(['--no-config', 'old.yaml', 'deep']).told, [
      'old.yaml api/removed-version error'
    ])
    assert.deepEqual(netlabs(['--config', 'nearer/.netlabs.yaml', 'old.yaml', 'deep']).told, [
      'old.yaml api/removed-version warning'
    ])
  })

  test('gives way to the options of the call', () => {
    assert.deepEqual(netlabs(['--kubernetes-version', '1.16', 'old.yaml']).told, [
      'old.yaml api/removed-version error'
    ])
    write('off/.netlabs.yaml', 'rules: { service/cluster-ip-literal: off }\n')
    write('off/literal.yaml', literal)
    assert.deepEqual(netlabs(['off']).told, [])
    assert.deepEqual(netlabs(['off', '--enable', 'service/cluster-ip-literal']).told, [
      'off/literal.yaml service/cluster-ip-literal hint'
    ])
    rmSync(path.join(folder, 'off'), { recursive: true })
  })

  test('holds for standard input by its name', () => {
    const input = old
    assert.deepEqual(netlabs(['-'], { input }).told, ['- api/deprecated-version hint'])
    const named = netlabs(['--stdin-name', 'nearer/x.yaml', '-'], { input })
    assert.deepEqual(named.told, ['nearer/x.yaml api/removed-version warning'])
  })

  test('with a fault is told with its line, and nothing is checked', () => {
    write('bad/.netlabs.yaml', 'rules:\n  api/removed-versoin: off\nextra: 1\n')
    write('bad/old.yaml', old)
    const { status, err, files } = netlabs(['bad'])
    assert.equal(status, 2)
    assert.equal(files, undefined)
    assert.match(err, /^netlabs lint: bad\/\.netlabs\.yaml:2:3: .*removed-version\?$/m)
    assert.match(err, /^netlabs lint: bad\/\.netlabs\.yaml:3:1: There is no field extra here/m)
    rmSync(path.join(folder, 'bad'), { recursive: true })
    assert.match(netlabs(['--config', 'nowhere.yaml', '.']).err, /nowhere\.yaml does not exist/)
  })
})

describe('patterns', () => {
  test('mean the files and folders that fit them', () => {
    assert.equal(netlabs(['**/*.yaml']).files, 4)
    assert.deepEqual(netlabs(['--no-config', '{old,nothing}.yaml']).files, 1)
    assert.deepEqual(netlabs(['d*']).told, ['deep/er/literal.yaml service/cluster-ip-literal hint'])
    assert.equal(netlabs(['odd/*']).files, 1)
    assert.equal(netlabs(['odd/*.txt']).files, 1)
  })

  test('a file with such a name is that file', () => {
    assert.equal(netlabs(['odd/[id].yaml']).files, 1)
  })

  test('one that nothing fits is a failure', () => {
    const { status, err } = netlabs(['nothing/*.yaml'])
    assert.equal(status, 2)
    assert.match(err, /No file fits the pattern/)
  })
})

test('what is off by default is enabled by id, by tag or all; another word is refused', () => {
  const enabled = (name: string): string[] =>
    netlabs(['--no-config', '--enable', name, 'deep']).told
  for (const name of ['service/cluster-ip-literal', 'portability', 'all', 'readiness,portability'])
    assert.equal(enabled(name).length, 1, name)
  assert.deepEqual(enabled('readiness'), [])
  const { status, err } = netlabs(['--enable', 'portabilty', 'deep'])
  assert.equal(status, 2)
  assert.match(err, /Did you mean portability\?/)
})
