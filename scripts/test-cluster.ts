/**
 * `npm run test:cluster`: the tests that ask a real Kubernetes. It is the one that KUBECONFIG names, or one
 * that is made here and removed afterwards. Names pick files, as in `npm run test:cluster scenes`; `--with`
 * says what the cluster is made with, and leaves the tests of the rest out.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { additionNames } from '../test/cluster/additions/additions.ts'
import { usualAdditions } from '../test/cluster/additions/usual.ts'
import { runClusterCommand } from '../test/cluster/command.ts'
import { labPage, readLabReport, labTable } from '../test/cluster/labs/lab-report.ts'
import { tellAbilities } from '../test/cluster/foreign.ts'
import { UnfitMachine } from '../test/cluster/machine/checks.ts'
import { planCluster } from '../test/cluster/parts/plan.ts'
import { checkFitness, isUp } from '../test/cluster/parts/up.ts'
import { isForeign, testNumbers, testPlan } from '../test/cluster/test-kubeconfig.ts'
import { closingLine, countIn } from './test-count.ts'

const usage = `Usage: npm run test:cluster [-- [NAME…] [--with NAME,NAME…|all] [--if-possible] [--write]]

  NAME           tests one file, such as scenes; all of them unless one is named
  --with         what the cluster is made with; ${usualAdditions.join(',')} unless it is given
  --if-possible  says why and ends well on a machine that can't carry a cluster
  --write        writes docs/labs-on-a-real-cluster.md from the labs that were played
`

const root = path.dirname(import.meta.dirname)
const { values, positionals: picked } = parseArgs({
  options: {
    with: { type: 'string' },
    'if-possible': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false }
  },
  allowPositionals: true
})

if (values.help) console.log(usage.trimEnd())
else process.exitCode = isForeign ? await testForeign() : await testOwn()

async function testForeign(): Promise<number> {
  console.log('Testing the cluster of KUBECONFIG, in namespaces of the tests only.')
  await tellAbilities()
  const reasons: Readonly<Record<string, string>> = {
    'two-clusters': 'it makes two clusters of its own',
    'own-cluster': 'it makes and kills a cluster of its own',
    'bad-machine': 'it makes clusters of its own',
    'unfit-machine': 'it is about clusters of its own',
    oracle: 'it compares with an API server of one certain version'
  }
  return runTests(
    testFiles().filter(file => {
      const reason = reasons[nameOf(file)]
      if (reason !== undefined) console.log(`Left out: ${nameOf(file)}, because ${reason}.`)
      return reason === undefined
    })
  )
}

async function testOwn(): Promise<number> {
  const asked = askedAdditions()
  const files = testFiles().filter(file => {
    const name = additionNames.find(one => one === nameOf(file))
    const isLeftOut = name !== undefined && !asked.includes(name)
    if (isLeftOut)
      console.log(`The tests of ${name} are left out; --with ${name} makes the cluster with it.`)
    return !isLeftOut
  })
  const needed = files.some(file => ['scenes', 'labs'].includes(nameOf(file)))
    ? asked
    : asked.filter(name => files.some(file => nameOf(file) === name))
  const plan = testPlan(2)
  const wasUp = await isUp(plan)
  if (!wasUp && values['if-possible']) {
    const reason = await unfitness(needed)
    if (reason !== undefined) {
      console.log(
        `The real-cluster suite was not run, because this machine can't carry it.\n${reason}`
      )
      return 0
    }
  }
  const one = ['--cluster', String(plan.number)]
  const up = await runClusterCommand(['up', ...one, '--nodes', '2', '--with', needed.join()])
  if (up !== 0) return up
  const status = runTests(files)
  // A cluster that somebody had up before stays for them.
  return wasUp ? status : (await runClusterCommand(['down', ...one])) || status
}

function askedAdditions(): typeof additionNames {
  // An addition whose tests are picked by name is wanted.
  if (values.with === undefined)
    return additionNames.filter(name => usualAdditions.includes(name) || picked.includes(name))
  if (values.with === 'all') return additionNames
  const names = values.with.split(',')
  return additionNames.filter(name => names.includes(name))
}

/** What keeps the machine from carrying a cluster, told before anything is built. */
async function unfitness(wanted: typeof additionNames): Promise<string | undefined> {
  try {
    for (const number of testNumbers) await checkFitness(planCluster(number, 2), wanted)
    return undefined
  } catch (thrown) {
    if (thrown instanceof UnfitMachine) return thrown.message
    throw thrown
  }
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
  if (files.some(file => nameOf(file) === 'labs')) tellLabs()
  console.log(closingLine(countIn(readFileSync(report, 'utf8'))))
  return status ?? 1
}

function tellLabs(): void {
  const steps = readLabReport()
  console.log(labTable(steps))
  if (values.write) writeFileSync(path.join(root, 'docs/labs-on-a-real-cluster.md'), labPage(steps))
}
