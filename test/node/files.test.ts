import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { findManifestFiles } from '../../src/node/manifest-files.ts'
import { practiceKubeconfig } from '../../src/node/practice-kubeconfig.ts'
import { productFolder } from '../../src/node/product-folder.ts'
import { readSchemaFile } from '../../src/node/schema-files.ts'
import {
  removePracticeKubeconfig,
  writePracticeKubeconfig
} from '../../src/node/write-kubeconfig.ts'
import { folderWith, temporaryFolder } from './temporary-folder.ts'

const text = practiceKubeconfig({ server: 'https://127.0.0.1:1', ca: 'ca', token: 't' })

test('manifests: folders are walked in a steady order, without node_modules and .git', t => {
  const folder = folderWith(t, {
    'b.yml': '',
    'a.yaml': '',
    'A/c.json': '',
    'readme.md': '',
    'node_modules/x/d.yaml': '',
    '.git/e.yaml': '',
    '.github/f.yaml': ''
  })
  const { files, problems } = findManifestFiles([folder])
  assert.deepEqual(
    files.map(file => path.relative(folder, file).replaceAll('\\', '/')),
    ['.github/f.yaml', 'A/c.json', 'a.yaml', 'b.yml']
  )
  assert.deepEqual(problems, [])
})

test('manifests: a file that is named counts whatever it is called, and once', t => {
  const folder = folderWith(t, { 'a.yaml': '', Corefile: '' })
  const named = ['Corefile', 'a.yaml', '.'].map(name => path.join(folder, name))
  const { files } = findManifestFiles(named)
  assert.deepEqual(files, named.slice(0, 2))
})

test('manifests: links in a circle end, links that lead nowhere are passed over', t => {
  const folder = folderWith(t, { 'x/a.yaml': '' })
  symlinkSync(folder, path.join(folder, 'x', 'again'))
  symlinkSync(path.join(folder, 'nowhere.yaml'), path.join(folder, 'dead.yaml'))
  symlinkSync(path.join(folder, 'self.yaml'), path.join(folder, 'self.yaml'))
  const { files } = findManifestFiles([folder])
  assert.deepEqual(files, [path.join(folder, 'x', 'a.yaml')])
})

test('manifests: what is named and missing is a problem in words', t => {
  const folder = temporaryFolder(t)
  const { files, problems } = findManifestFiles([path.join(folder, 'none.yaml')])
  assert.deepEqual(files, [])
  assert.match(problems[0]?.message ?? '', /none\.yaml does not exist\.$/)
})

test("practice kubeconfig: only its owner can read it, and an earlier cluster's is replaced", async t => {
  const file = path.join(temporaryFolder(t), 'new', 'kubeconfig')
  for (const version of [text, text.replace('token: t', 'token: u')]) {
    assert.deepEqual(await writePracticeKubeconfig(file, version), { ok: true, value: { file } })
    assert.equal(readFileSync(file, 'utf8'), version)
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600)
  }
})

test("practice kubeconfig: a file of somebody else's making is never touched", async t => {
  const folder = folderWith(t, { config: 'apiVersion: v1\nkind: Config\n', empty: '' })
  for (const name of ['config', 'empty']) {
    const file = path.join(folder, name)
    const before = readFileSync(file, 'utf8')
    const written = await writePracticeKubeconfig(file, text)
    assert.equal(!written.ok && written.error.reason, 'kubeconfig')
    await removePracticeKubeconfig(file, text)
    assert.equal(readFileSync(file, 'utf8'), before)
  }
})

test('practice kubeconfig: a place that is none says so', async t => {
  const folder = folderWith(t, { file: 'x' })
  for (const place of [folder, path.join(folder, 'file', 'kubeconfig')]) {
    const written = await writePracticeKubeconfig(place, text)
    assert.equal(!written.ok && written.error.reason, 'kubeconfig')
  }
})

test('practice kubeconfig: only the one that was written is removed', async t => {
  const file = path.join(temporaryFolder(t), 'kubeconfig')
  await writePracticeKubeconfig(file, text)
  await removePracticeKubeconfig(file, text.replace('token: t', 'token: u'))
  assert.ok(existsSync(file))
  await removePracticeKubeconfig(file, text)
  assert.ok(!existsSync(file))
})

test('practice kubeconfig: kubectl may set its namespace, but not bring other clusters into it', async t => {
  const file = path.join(temporaryFolder(t), 'kubeconfig')
  // kubectl drops comments.
  const edited = text.replaceAll(/^#.*\n/gm, '').replace('namespace: default', 'namespace: shop')
  writeFileSync(file, edited)
  await removePracticeKubeconfig(file, text)
  assert.ok(!existsSync(file))
  const merged = edited.replace('users:', '  - cluster:\n      server: https://other\nusers:')
  writeFileSync(file, merged)
  await removePracticeKubeconfig(file, text)
  const written = await writePracticeKubeconfig(file, text)
  assert.ok(!written.ok)
  assert.equal(readFileSync(file, 'utf8'), merged)
})

test('schema files: the JSON of a file, a broken or missing one rejects', async t => {
  const folder = folderWith(t, { 'a.json': '{"a":1}', 'b.json': '{' })
  assert.deepEqual(await readSchemaFile(folder, 'a.json'), { a: 1 })
  await assert.rejects(readSchemaFile(folder, 'b.json'), SyntaxError)
  await assert.rejects(readSchemaFile(folder, 'c.json'), { code: 'ENOENT' })
})

test('the folder of the product is found from the sources', () => {
  assert.ok(existsSync(path.join(productFolder(), 'package.json')))
})
