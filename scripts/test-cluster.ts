/**
 * `npm run test:cluster`: the tests that ask a real Kubernetes. It is the one that KUBECONFIG names, or one
 * that is made here and removed afterwards. Names pick files, as in `npm run test:cluster scenes`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'
import { runClusterCommand } from '../test/cluster/command.ts'
import { planCluster } from '../test/cluster/parts/plan.ts'
import { isUp } from '../test/cluster/parts/up.ts'

const root = path.dirname(import.meta.dirname)
const picked = process.argv.slice(2)
const isForeign = process.env.KUBECONFIG !== undefined

process.exitCode = isForeign ? testForeign() : await testOwn()

function testForeign(): number {
  console.log(
    'Testing the cluster of KUBECONFIG, in namespaces of the tests only. What needs a cluster that may be killed, or an API server of a certain version, is left out.'
  )
  const ownOnly = ['own-cluster.test.ts', 'oracle.test.ts']
  return runTests(testFiles().filter(file => !ownOnly.includes(path.basename(file))))
}

async function testOwn(): Promise<number> {
  const wasUp = await isUp(planCluster(1, 2))
  const up = await runClusterCommand(['up', '--nodes', '2'])
  if (up !== 0) return up
  const status = runTests(testFiles())
  // A cluster that somebody had up before stays for them.
  return wasUp ? status : (await runClusterCommand(['down'])) || status
}

function testFiles(): readonly string[] {
  const files = globSync('test/cluster/*.test.ts', { cwd: root }).sort()
  const wanted = files.filter(
    file => picked.length === 0 || picked.includes(path.basename(file, '.test.ts'))
  )
  if (wanted.length > 0) return wanted
  const names = files.map(file => path.basename(file, '.test.ts')).join(', ')
  throw new Error(`There is no test file called ${picked.join(' or ')}. There are: ${names}.`)
}

function runTests(files: readonly string[]): number {
  // One file at a time: they share the cluster's few processors.
  const args = ['--test', '--test-force-exit', '--test-concurrency=1', ...files]
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
}
