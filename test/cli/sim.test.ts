import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { createCluster } from '../../src/cluster/cluster.ts'
import { clusterTransport } from '../../src/node/cluster-transport.ts'
import { readKubeconfig } from '../../src/node/kubeconfig.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import { startSim } from '../node/running-sim.ts'
import { folderWith, temporaryFolder } from '../node/temporary-folder.ts'

// The Service comes first on purpose: its Namespace is applied before it all the same.
const manifests = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`
const readyLine =
  /^Practice cluster \(simulated\) ready at (https:\/\/127\.0\.0\.1:\d+), kubeconfig (.+)\n$/

test('netlabs sim applies manifests, says one line when ready, and leaves nothing when stopped', async t => {
  const folder = folderWith(t, { 'm/a.yaml': manifests, 'm/notes.txt': 'x' })
  const sim = startSim(['--kubeconfig', 'kube/config', 'm'], folder)
  t.after(sim.stop)
  assert.ok(await sim.ready, sim.err())
  const [, , file = ''] = readyLine.exec(sim.out()) ?? assert.fail(sim.out())
  assert.equal(file, path.join(folder, 'kube', 'config'))
  const kubeconfig = await readKubeconfig([file])
  assert.ok(kubeconfig.ok)
  const transport = clusterTransport(kubeconfig.value, 'practice', { env: {} })
  assert.ok(transport.ok)
  const options = { context: 'practice', simulated: true, clock: systemClock, random: Math.random }
  const cluster = createCluster(transport.value, options)
  const type = { apiVersion: 'v1', kind: 'Service' }
  const found = await cluster.get({ ...type, namespace: 'shop', name: 'web' })
  assert.ok(found.ok)
  sim.stop()
  assert.equal(await sim.exit, 0)
  assert.equal(sim.err(), '')
  assert.ok(!existsSync(file))
  const gone = await cluster.version()
  assert.equal(!gone.ok && gone.error.reason, 'unreachable')
})

test('without --kubeconfig it is a temporary file that goes with its folder', async t => {
  const sim = startSim([], temporaryFolder(t))
  t.after(sim.stop)
  assert.ok(await sim.ready, sim.err())
  const [, , file = ''] = readyLine.exec(sim.out()) ?? assert.fail(sim.out())
  assert.ok(existsSync(file))
  sim.stop()
  assert.equal(await sim.exit, 0)
  assert.ok(!existsSync(path.dirname(file)))
})

test('a kubeconfig of somebody else is left alone, before and after', async t => {
  const folder = folderWith(t, { config: 'kind: Config\n' })
  const sim = startSim(['--kubeconfig', 'config'], folder)
  assert.equal(await sim.exit, 2)
  assert.match(sim.err(), /is not the kubeconfig of a practice cluster/)
  assert.equal(readFileSync(path.join(folder, 'config'), 'utf8'), 'kind: Config\n')
})

test('a port that is taken is said in a sentence', async t => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  t.after(() => other.close())
  const { port } = other.address() as AddressInfo
  const sim = startSim(['--port', String(port)], temporaryFolder(t))
  assert.equal(await sim.exit, 2)
  assert.match(sim.err(), /is in use/)
})

const refusals: readonly {
  title: string
  argv: readonly string[]
  files?: Readonly<Record<string, string>>
  says: RegExp
}[] = [
  { title: 'a port that is no number', argv: ['--port', 'x'], says: /--port takes a number/ },
  { title: 'a port beyond 65535', argv: ['--port', '70000'], says: /--port takes a number/ },
  { title: 'an unknown option', argv: ['--prot', '1'], says: /--prot.*--help/s },
  { title: 'a manifest that is missing', argv: ['none.yaml'], says: /does not exist/ },
  { title: 'a folder without manifests', argv: ['.'], files: { 'a.txt': '' }, says: /no .yaml/ },
  {
    title: 'a manifest that is not YAML',
    argv: ['a.yaml'],
    files: { 'a.yaml': 'a: [\n' },
    says: /a\.yaml is not readable as YAML/
  },
  {
    title: 'a document that is no object',
    argv: ['a.yaml'],
    files: { 'a.yaml': 'hello: world\n' },
    says: /without apiVersion/
  },
  {
    title: 'an object that the cluster refuses',
    argv: ['a.yaml'],
    files: { 'a.yaml': manifests.replace('ports:', 'prots:') },
    says: /Service web can't be applied.*prots/s
  }
]
for (const { title, argv, files = {}, says } of refusals)
  test(`netlabs sim with ${title} ends with 2 and a sentence`, async t => {
    const sim = startSim(argv, folderWith(t, files))
    t.after(sim.stop)
    assert.equal(await sim.exit, 2)
    assert.match(sim.err(), says)
    assert.equal(sim.out(), '')
  })

test('--help shows how to use it', async t => {
  const sim = startSim(['--help'], temporaryFolder(t))
  assert.equal(await sim.exit, 0)
  assert.match(sim.out(), /Usage: netlabs sim/)
})
