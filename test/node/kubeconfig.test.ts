import assert from 'node:assert/strict'
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { kubeconfigFiles, readKubeconfig } from '../../src/node/kubeconfig.ts'
import { watchKubeconfig } from '../../src/node/kubeconfig-watch.ts'
import { folderWith, temporaryFolder } from './temporary-folder.ts'

const first = `
apiVersion: v1
kind: Config
current-context: ''
contexts:
  - name: dev
    context: { cluster: shared, user: ann, namespace: shop }
clusters:
  - name: shared
    cluster: { server: https://first:6443 }
users:
  - name: ann
    user: { token: from-first }
`
const second = `
current-context: prod
contexts:
  - name: dev
    context: { cluster: other, user: bob }
  - name: prod
    context: { cluster: shared }
clusters:
  - name: shared
    cluster: { server: https://second:6443, proxy-url: http://proxy }
users:
  - name: ann
    user: { client-key: key.pem }
`

const places: readonly {
  title: string
  env: Record<string, string>
  files: readonly string[]
}[] = [
  { title: 'without KUBECONFIG it is ~/.kube/config', env: {}, files: ['/home/ann/.kube/config'] },
  {
    title: 'an empty KUBECONFIG is none',
    env: { KUBECONFIG: '' },
    files: ['/home/ann/.kube/config']
  },
  {
    title: 'several files keep their order, empty and repeated ones are passed over',
    env: { KUBECONFIG: ['/b', '', '/a', '/b'].join(path.delimiter) },
    files: ['/b', '/a']
  }
]
for (const { title, env, files } of places)
  test(`kubeconfig: ${title}`, () => {
    const found = kubeconfigFiles(env, '/home/ann').map(file => file.replaceAll('\\', '/'))
    assert.deepEqual(found, files)
  })

test('kubeconfig: of several files the first to name something wins, whole', async t => {
  const folder = folderWith(t, { first, second })
  const files = ['missing', 'first', 'second'].map(name => path.join(folder, name))
  const read = await readKubeconfig(files)
  assert.ok(read.ok)
  const { contexts, clusters, users, currentContext } = read.value
  assert.deepEqual(read.value.files, files)
  assert.equal(currentContext, 'prod', 'an empty current-context does not count')
  assert.deepEqual(contexts, [
    {
      name: 'dev',
      cluster: 'shared',
      user: 'ann',
      namespace: 'shop',
      server: 'https://first:6443',
      file: files[1]
    },
    { name: 'prod', cluster: 'shared', server: 'https://first:6443', file: files[2] }
  ])
  assert.deepEqual(clusters.get('shared')?.fields, { server: 'https://first:6443' })
  assert.deepEqual(users.get('ann'), { fields: { token: 'from-first' }, file: files[1] })
})

const faulty: readonly (readonly [title: string, text: string, says: RegExp])[] = [
  ['broken YAML', 'contexts:\n  - name: a\n  b: [\n', /line \d/],
  ['a list', '- 1\n', /not a map/],
  ['another kind', 'kind: Pod\napiVersion: v1\n', /kind/],
  ['contexts that are no list', 'contexts: { a: 1 }\n', /contexts is not a list/],
  ['nothing', '', /no contexts/],
  ['comments only', '# later\n', /no contexts/],
  ['binary data', '\u0000\u0001\u0002', /can't be read|no contexts/]
]
for (const [title, text, says] of faulty)
  test(`kubeconfig: a file with ${title} is named, with what to do`, async t => {
    const file = path.join(folderWith(t, { config: text }), 'config')
    const read = await readKubeconfig([file])
    assert.ok(!read.ok)
    assert.equal(read.error.reason, 'kubeconfig')
    assert.ok(read.error.message.includes(file))
    assert.match(read.error.message, says)
    assert.match(read.error.hint ?? '', /\.$/)
  })

test('kubeconfig: a broken file is not passed over silently beside a good one', async t => {
  const folder = folderWith(t, { first, broken: 'a: [' })
  const read = await readKubeconfig([path.join(folder, 'first'), path.join(folder, 'broken')])
  assert.ok(!read.ok)
  assert.match(read.error.message, /broken/)
})

test('kubeconfig: no file at all, and a folder in place of a file', async t => {
  const folder = temporaryFolder(t)
  const none = await readKubeconfig([path.join(folder, 'config')])
  assert.match(none.ok ? '' : none.error.message, /There is no kubeconfig/)
  const directory = await readKubeconfig([folder])
  assert.match(directory.ok ? '' : directory.error.message, /it is a directory/)
})

test('kubeconfig: of two equal keys the last one counts, as for kubectl', async t => {
  const file = path.join(folderWith(t, { config: `${first}current-context: dev\n` }), 'config')
  const read = await readKubeconfig([file])
  assert.equal(read.ok && read.value.currentContext, 'dev')
})

test('kubeconfig: reading leaves the file as it is', async t => {
  const file = path.join(folderWith(t, { first }), 'first')
  const before = statSync(file)
  await readKubeconfig([file])
  assert.equal(readFileSync(file, 'utf8'), first)
  assert.equal(statSync(file).mtimeMs, before.mtimeMs)
})

const changes: Readonly<Record<string, (file: string) => void>> = {
  'is written': file => writeFileSync(file, second),
  'is replaced by another': file => {
    writeFileSync(`${file}.new`, second)
    renameSync(`${file}.new`, file)
  },
  'is removed': file => rmSync(file),
  'is a link that points elsewhere now': file => {
    writeFileSync(`${file}.other`, second)
    rmSync(file)
    symlinkSync(`${file}.other`, file)
  }
}
for (const [title, change] of Object.entries(changes))
  test(`kubeconfig watch: a file that ${title} is told once`, async t => {
    const file = path.join(folderWith(t, { config: first }), 'config')
    const heard = watched(t, file)
    change(file)
    for (let turn = 0; turn < 100 && heard.count === 0; turn++) await wait(50)
    await wait(400)
    assert.equal(heard.count, 1)
  })

test('kubeconfig watch: a file in a folder that does not exist yet is told when it appears', async t => {
  const folder = temporaryFolder(t)
  const heard = watched(t, path.join(folder, 'later', 'config'))
  await wait(50)
  mkdirSync(path.join(folder, 'later'))
  writeFileSync(path.join(folder, 'later', 'config'), first)
  await wait(600)
  assert.equal(heard.count, 1)
})

test('kubeconfig watch: what other files in the folder do is not told', async t => {
  const folder = folderWith(t, { config: first })
  const heard = watched(t, path.join(folder, 'config'))
  await wait(50)
  writeFileSync(path.join(folder, 'cache'), 'x')
  await wait(300)
  assert.equal(heard.count, 0)
})

function watched(t: TestContext, file: string): { count: number } {
  const heard = { count: 0 }
  const options = { debounceMs: 60, pollMs: 100 }
  const watch = watchKubeconfig([file], () => heard.count++, options)
  t.after(() => watch.dispose())
  return heard
}
