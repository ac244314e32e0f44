/**
 * `npm run test:cluster`: the tests that ask a real Kubernetes. It is the one that KUBECONFIG names, or one
 * that is made here and removed afterwards. Names pick files, as in `npm run test:cluster scenes`; `--with`
 * limits what the cluster is made with, and leaves the tests of the rest out.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { additionNames } from '../test/cluster/additions/additions.ts'
import { runClusterCommand } from '../test/cluster/command.ts'
import { isUp } from '../test/cluster/parts/up.ts'
import { isForeign, testPlan } from '../test/cluster/test-kubeconfig.ts'
import { closingLine, countIn } from './test-count.ts'

const root = path.dirname(import.meta.dirname)
const { values, positionals: picked } = parseArgs({
  options: { with: { type: 'string' } },
  allowPositionals: true
})

process.exitCode = isForeign ? testForeign() : await testOwn()

function testForeign(): number {
  console.log(
    'Testing the cluster of KUBECONFIG, in namespaces of the tests only. What needs a cluster that may be killed, or an API server of a certain version, is left out.'
  )
  const ownOnly = ['own-cluster.test.ts', 'oracle.test.ts']
  return runTests(testFiles().filter(file => !ownOnly.includes(path.basename(file))))
}

async function testOwn(): Promise<number> {
  const asked = values.with?.split(',') ?? additionNames
  const files = testFiles().filter(file => {
    const name = additionNames.find(one => one === nameOf(file))
    const isLeftOut = name !== undefined && !asked.includes(name)
    if (isLeftOut)
      console.log(`The tests of ${name} are left out, because --with does not name it.`)
    return !isLeftOut
  })
  const plan = testPlan(2)
  const wasUp = await isUp(plan)
  const one = ['--cluster', String(plan.number)]
  const needed = files.some(file => nameOf(file) === 'scenes')
    ? asked
    : asked.filter(name => files.some(file => nameOf(file) === name))
  const up = await runClusterCommand(['up', ...one, '--nodes', '2', '--with', needed.join()])
  if (up !== 0) return up
  const status = runTests(files)
  // A cluster that somebody had up before stays for them.
  return wasUp ? status : (await runClusterCommand(['down', ...one])) || status
}

function nameOf(file: string): string {
  return path.basename(file, '.test.ts')
}

function testFiles(): readonly string[] {
  const files = globSync('test/cluster/*.test.ts', { cwd: root }).sort()
  const wanted = files.filter(file => picked.length === 0 || picked.includes(nameOf(file)))
  if (wanted.length > 0) return wanted
  const names = files.map(nameOf).join(', ')
  throw new Error(`There is no test file called ${picked.join(' or ')}. There are: ${names}.`)
}

function runTests(files: readonly string[]): number {
  const report = path.join(root, 'out', 'cluster.txt')
  mkdirSync(path.dirname(report), { recursive: true })
  rmSync(report, { force: true })
  const reporters = ['stdout', report].flatMap(to => [
    '--test-reporter=spec',
    `--test-reporter-destination=${to}`
  ])
  // One file at a time: they share the cluster's few processors.
  const args = ['--test', '--test-concurrency=1', ...reporters, ...files]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  console.log(closingLine(countIn(readFileSync(report, 'utf8'))))
  return status ?? 1
}
