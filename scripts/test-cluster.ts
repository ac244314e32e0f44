/**
 * `npm run test:cluster`: the tests that ask a real Kubernetes. It is the one that KUBECONFIG names, or one
 * that is made here and removed afterwards. Names pick files, as in `npm run test:cluster scenes`; `--with`
 * says what the cluster is made with, and leaves the tests of the rest out.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { additionNames } from '../test/cluster/additions/additions.ts'
import { usualAdditions } from '../test/cluster/additions/usual.ts'
import { runClusterCommand } from '../test/cluster/command.ts'
import {
  forgetLabReport,
  labPage,
  readLabReport,
  labTable
} from '../test/cluster/labs/lab-report.ts'
import { tellAbilities } from '../test/cluster/foreign.ts'
import { UnfitMachine } from '../test/cluster/machine/checks.ts'
import { planCluster, type ClusterPlan } from '../test/cluster/parts/plan.ts'
import { checkFitness, isUp } from '../test/cluster/parts/up.ts'
import { isForeign, testNumbers, testPlan } from '../test/cluster/test-kubeconfig.ts'
import { closingLine, countIn } from './test-count.ts'

/** What the labs may take on a machine of two processors. */
const minutesOfLabs = 20

const usage = `Usage: npm run test:cluster [-- [NAME…] [--with NAME,NAME…|all] [--cni cilium] [--if-possible] [--minutes N] [--without NAME,NAME…] [--labs ID,ID…] [--write]]

  NAME           tests one file, such as scenes; all of them unless one is named
  --with         what the cluster is made with; all for the labs, ${usualAdditions.join(',')} for the rest, unless it is given
  --cni cilium   makes it with Cilium and Hubble as the network of Pods
  --minutes N    leaves the labs out, and says so, where less than ${minutesOfLabs} of N minutes are left for them
  --if-possible  says why and ends well on a machine that can't carry a cluster
  --without      leaves tests out, and says so
  --labs         plays these labs alone, and says so
  --write        writes docs/labs-on-a-real-cluster.md from the labs that were played
`

const root = path.dirname(import.meta.dirname)

/** Tests that make clusters or servers of their own, and so can run beside those that ask the cluster. */
const selfContained = [
  'bad-machine',
  'unfit-machine',
  'oracle',
  'oracle-mutations',
  'istio-rules',
  'kind',
  'promql',
  'own-cluster',
  'two-clusters',
  'two-cluster-labs'
]

const { values, positionals: picked } = parseArgs({
  options: {
    with: { type: 'string' },
    cni: { type: 'string' },
    minutes: { type: 'string' },
    without: { type: 'string', default: '' },
    labs: { type: 'string' },
    'if-possible': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false }
  },
  allowPositionals: true
})

/** Names of test files that are left out. */
const unwanted = values.without.split(',').filter(name => name !== '')

if (values.help) console.log(usage.trimEnd())
else if (values.write && values.labs !== undefined)
  throw new Error('The page is about all labs: --write goes without --labs.')
else process.exitCode = isForeign ? await testForeign() : await testOwn()

async function testForeign(): Promise<number> {
  console.log('Testing the cluster of KUBECONFIG, in namespaces of the tests only.')
  await tellAbilities()
  const reasons: Readonly<Record<string, string>> = {
    'two-clusters': 'it makes two clusters of its own',
    'two-cluster-labs': 'it makes two clusters of its own',
    'own-cluster': 'it makes and kills a cluster of its own',
    'bad-machine': 'it makes clusters of its own',
    'unfit-machine': 'it is about clusters of its own',
    oracle: 'it compares with an API server of one certain version',
    'oracle-mutations': 'it compares with an API server of one certain version',
    'istio-rules': 'it asks the code of Istio and no cluster',
    kind: 'it asks kind what it reads and no cluster',
    promql: 'it asks the parser of Prometheus and no cluster'
  }
  return await runTests(
    testFiles().filter(file => {
      const reason = reasons[nameOf(file)]
      if (reason !== undefined) console.log(`Left out: ${nameOf(file)}, because ${reason}.`)
      return reason === undefined
    })
  )
}

async function testOwn(): Promise<number> {
  const asked = askedAdditions()
  if (values.labs !== undefined)
    console.log(
      `Of the labs these are played: ${values.labs}. npm run test:cluster labs plays all of them.`
    )
  let files = testFiles().filter(file => {
    if (unwanted.includes(nameOf(file))) {
      console.log(
        `The tests of ${nameOf(file)} are left out: npm run test:cluster ${nameOf(file)} runs them.`
      )
      return false
    }
    const name = additionNames.find(one => one === nameOf(file) || `${one}-rules` === nameOf(file))
    const isLeftOut = name !== undefined && !asked.includes(name)
    if (isLeftOut)
      console.log(`The tests of ${name} are left out; --with ${name} makes the cluster with it.`)
    return !isLeftOut
  })
  const isWithCilium = values.cni === 'cilium' || picked.includes('cilium')
  const leaveOut = (name: string, sentence: string): void => {
    if (files.some(file => nameOf(file) === name)) console.log(sentence)
    files = files.filter(file => nameOf(file) !== name)
  }
  if (!isWithCilium)
    leaveOut(
      'cilium',
      'The tests of Cilium are left out: npm run test:cluster cilium makes a cluster with it.'
    )
  if (!picked.includes('two-cluster-labs'))
    leaveOut(
      'two-cluster-labs',
      'The labs on two clusters are left out: npm run test:cluster two-cluster-labs plays them.'
    )
  const needed = files.some(file => ['scenes', 'labs'].includes(nameOf(file)))
    ? asked
    : asked.filter(name => files.some(file => nameOf(file) === name))
  const plan = planCluster(testPlan(2).number, 2, isWithCilium ? 'cilium' : 'ptp')
  const wasUp = await isUp(plan)
  if (!wasUp && values['if-possible']) {
    const reason = await unfitness(plan, needed)
    if (reason !== undefined) {
      console.log(
        `The real-cluster suite was not run, because this machine can't carry it.\n${reason}`
      )
      return 0
    }
  }
  const one = ['--cluster', String(plan.number)]
  const what = ['--nodes', '2', '--with', needed.join(), '--cni', plan.podNetwork]
  const up = await runClusterCommand(['up', ...one, ...what])
  if (up !== 0) return up
  let status = 1
  try {
    status = await runTests(withinTime(files))
  } finally {
    // A cluster that somebody had up before stays for them.
    if (!wasUp) status = (await runClusterCommand(['down', ...one])) || status
  }
  return status
}

/** Building may have taken most of the time that there is. */
function withinTime(files: readonly string[]): readonly string[] {
  const left = Number(values.minutes ?? Infinity) - performance.now() / 60_000
  if (left >= minutesOfLabs || !files.some(file => nameOf(file) === 'labs')) return files
  console.log(
    `The labs are left out: ${Math.max(0, Math.floor(left))} minutes are left and they may take ${minutesOfLabs}. npm run test:cluster labs plays them.`
  )
  return files.filter(file => nameOf(file) !== 'labs')
}

function askedAdditions(): typeof additionNames {
  // Labs need all of them. Without labs those are wanted whose tests are picked by name.
  const isWithLabs = (picked.length === 0 || picked.includes('labs')) && !unwanted.includes('labs')
  if (values.with === undefined && isWithLabs) return additionNames
  if (values.with === undefined)
    return additionNames.filter(
      name =>
        usualAdditions.includes(name) || picked.includes(name) || picked.includes(`${name}-rules`)
    )
  if (values.with === 'all') return additionNames
  const names = values.with.split(',')
  return additionNames.filter(name => names.includes(name))
}

/** What keeps the machine from carrying a cluster, told before anything is built. */
async function unfitness(
  { podNetwork }: ClusterPlan,
  wanted: typeof additionNames
): Promise<string | undefined> {
  try {
    for (const number of testNumbers) await checkFitness(planCluster(number, 2, podNetwork), wanted)
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
  const names = files.map(nameOf)
  const unknown = [...picked, ...unwanted].find(name => !names.includes(name))
  if (unknown === undefined && wanted.length > 0) return wanted
  throw new Error(`There is no test file called ${unknown ?? ''}. There are: ${names.join(', ')}.`)
}

/** Two runs at once, each one file at a time: most of a test on the cluster is waiting. */
async function runTests(files: readonly string[]): Promise<number> {
  forgetLabReport()
  const beside = files.filter(file => selfContained.includes(nameOf(file)))
  const onCluster = files.filter(file => !beside.includes(file))
  const log = path.join(root, 'out', 'cluster-beside.log')
  mkdirSync(path.dirname(log), { recursive: true })
  const isDouble = beside.length > 0 && onCluster.length > 0
  if (isDouble) console.log(`Meanwhile ${beside.map(nameOf).join(', ')}; what they say comes last.`)
  const runs = [
    runGroup('cluster', onCluster, 'inherit'),
    runGroup('cluster-beside', beside, isDouble ? openSync(log, 'w') : 'inherit')
  ]
  const ended = await Promise.all(runs)
  if (isDouble) console.log(readFileSync(log, 'utf8'))
  if (files.some(file => nameOf(file) === 'labs')) tellLabs()
  const total = { passed: 0, failed: 0 }
  for (const { count } of ended) {
    total.passed += count.passed
    total.failed += count.failed
  }
  console.log(closingLine(total))
  return Math.max(...ended.map(({ status }) => status))
}

interface EndedGroup {
  readonly status: number
  readonly count: ReturnType<typeof countIn>
}

async function runGroup(
  name: string,
  files: readonly string[],
  output: 'inherit' | number
): Promise<EndedGroup> {
  if (files.length === 0) return { status: 0, count: { passed: 0, failed: 0 } }
  const report = path.join(root, 'out', `${name}.txt`)
  rmSync(report, { force: true })
  const reporters = ['stdout', report].flatMap(to => [
    '--test-reporter=spec',
    `--test-reporter-destination=${to}`
  ])
  const args = ['--test', '--test-concurrency=1', ...reporters, ...files]
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      ...(values.labs !== undefined && { NETLABS_LABS: values.labs }),
      ...(!isForeign && { NETLABS_WITH: askedAdditions().join() })
    }
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return { status: code ?? 1, count: countIn(readFileSync(report, 'utf8')) }
}

function tellLabs(): void {
  const report = readLabReport()
  if (!report) {
    console.log('The labs were broken off, so there is no table of them.')
    return
  }
  console.log(labTable(report))
  if (values.write)
    writeFileSync(path.join(root, 'docs/labs-on-a-real-cluster.md'), labPage(report))
}
