/**
 * `npm test`: the tests of the rooms, the package, then a real VS Code. Names pick stages, as in
 * `npm test unit` or `npm test build editor`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { closingLine, countIn } from './test-count.ts'

const root = path.dirname(import.meta.dirname)
const picked = process.argv.slice(2)

interface Stage {
  readonly name: string
  readonly title: string
  readonly args: () => readonly string[]
}

const stages: readonly Stage[] = [
  {
    name: 'unit',
    title: 'Tests of the rooms',
    args: () => nodeTests('unit', unitTests())
  },
  { name: 'build', title: 'Bundles and package', args: () => ['scripts/package.ts'] },
  {
    name: 'built',
    title: 'The command on the Node that is installed',
    args: () => nodeTests('built', ['test/built/users-node.test.ts'])
  },
  {
    name: 'playground',
    title: 'The playground page in a browser',
    args: () => nodeTests('playground', globSync('test/playground/*.test.ts', { cwd: root }).sort())
  },
  { name: 'editor', title: 'Tests inside VS Code', args: () => ['test/editor/run.ts'] },
  { name: 'journey', title: 'The journey of a new user', args: () => ['test/journey/run.ts'] },
  {
    name: 'proofs',
    title: 'Proofs that the tests inside VS Code notice every bad end',
    args: () => nodeTests('proofs', ['test/editor/proofs.test.ts'])
  },
  {
    name: 'start',
    title: 'npm start, as far as a machine without a desktop can tell',
    args: () => nodeTests('start', ['test/start/start.test.ts'])
  }
]

const unknown = picked.filter(name => !stages.some(stage => stage.name === name))
if (unknown.length > 0) {
  const names = stages.map(({ name }) => name).join(', ')
  console.error(`There is no stage called ${unknown.join(' or ')}. Stages are: ${names}.`)
  process.exit(2)
}
mkdirSync(path.join(root, 'out'), { recursive: true })
const started = performance.now()
const failed: string[] = []
const count = { passed: 0, failed: 0 }
for (const stage of stages.filter(one => picked.length === 0 || picked.includes(one.name))) {
  console.log(`\n== ${stage.title}`)
  const from = performance.now()
  for (const file of [reportOf(stage.name), countOf(stage.name)]) rmSync(file, { force: true })
  const { status } = spawnSync(process.execPath, stage.args(), { cwd: root, stdio: 'inherit' })
  console.log(`== ${stage.title}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds(from)}`)
  if (status !== 0) failed.push(stage.title)
  addCount(stage.name)
}
console.log(
  failed.length === 0
    ? `\nAll stages passed in ${seconds(started)}.`
    : `\nFailed after ${seconds(started)}: ${failed.join(', ')}.`
)
console.log(closingLine(count))
process.exitCode = failed.length === 0 ? 0 : 1

/** Where node's runner reports the tests of a stage by name. */
function reportOf(stage: string): string {
  return path.join(root, 'out', `${stage}.txt`)
}

/** Where a stage with a runner of its own leaves how many of its tests passed and failed. */
function countOf(stage: string): string {
  return path.join(root, 'out', `${stage}-count.json`)
}

function addCount(stage: string): void {
  if (existsSync(reportOf(stage))) {
    const { passed, failed } = countIn(readFileSync(reportOf(stage), 'utf8'))
    count.passed += passed
    count.failed += failed
  } else if (existsSync(countOf(stage))) {
    const own = JSON.parse(readFileSync(countOf(stage), 'utf8')) as typeof count
    count.passed += own.passed
    count.failed += own.failed
  }
}

/** A dot for each test on the screen; the names and times are in out. */
function nodeTests(stage: string, files: readonly string[]): string[] {
  return [
    '--test',
    // Node leaves one core alone, which is half of a machine with two.
    `--test-concurrency=${Math.max(2, availableParallelism() - 1)}`,
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=spec',
    `--test-reporter-destination=out/${stage}.txt`,
    ...files
  ]
}

/** Everything but what needs an editor or a real cluster. */
function unitTests(): string[] {
  const files = globSync('test/**/*.test.ts', {
    cwd: root,
    exclude: name => /^test[\\/](editor|journey|start|cluster|built|playground)([\\/]|$)/.test(name)
  })
  if (files.length === 0) throw new Error('No test files were found: the glob is wrong.')
  return files.sort()
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`
}
