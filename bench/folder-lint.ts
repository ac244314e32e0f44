/** A whole folder of manifests checked from the command line, beside kubeconform. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { missingBecause, type Figure } from './figure.ts'
import { kubernetesSchemas, schemaVersion } from './kubernetes-schemas.ts'
import { writeCorpus } from './manifests.ts'
import { cachedFolder, install } from './peer-cache.ts'
import { own, root } from './product.ts'
import { watchedRun } from './watched-process.ts'

const kubeconformVersion = '0.8.0'
const who = `kubeconform ${kubeconformVersion}`
const applications = 300
const runs = 7
const warmUp = 1

interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** How many faults it found, read from what it wrote. */
  readonly faultsIn: (out: string) => number
}

export async function folderLintFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'netlabs-bench-'))
  try {
    const { files, documents } = writeCorpus(folder, applications)
    const section = `A folder of ${documents} documents in ${files} files, one fault, whole process`
    const peer = await kubeconform(folder).catch(missingBecause)
    const commands = { ours: ownCommand(folder) }
    if ('missing' in peer) {
      const { ours } = await inTurns(commands, folder)
      return [
        ...figuresOf(section, own, ours),
        { section, what: 'schemas only', who, unit: 'ms', outcome: peer }
      ]
    }
    const { ours, theirs } = await inTurns({ ...commands, theirs: peer }, folder)
    return [
      ...figuresOf(section, own, ours),
      ...figuresOf(section, who, theirs),
      ratio(section, ours, theirs)
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ownCommand(folder: string): Command {
  return {
    program: process.execPath,
    args: [path.join(root, 'dist/cli.js'), 'lint', '--format', 'json', folder],
    faultsIn: out => (JSON.parse(out) as { summary: { errors: number } }).summary.errors
  }
}

/** @throws Error `not installed: …` */
async function kubeconform(folder: string): Promise<Command> {
  const cached = await cachedFolder(`kubeconform-${kubeconformVersion}`, work =>
    install(
      'go',
      ['install', `github.com/yannh/kubeconform/cmd/kubeconform@v${kubeconformVersion}`],
      {
        cwd: work,
        env: { ...process.env, GOBIN: work, CGO_ENABLED: '0' }
      }
    )
  )
  const { standalone } = await kubernetesSchemas()
  const location = path.join(standalone, '{{.ResourceKind}}{{.KindSuffix}}.json')
  const options = ['-strict', '-kubernetes-version', schemaVersion, '-output', 'json', '-summary']
  return {
    program: path.join(cached, 'kubeconform'),
    args: [...options, '-schema-location', location, folder],
    faultsIn: out => (JSON.parse(out) as { summary: { invalid: number } }).summary.invalid
  }
}

interface Seen {
  readonly times: number[]
  readonly memory: number[]
}

/** One run of each after the other, so that what else the machine does is shared out fairly. */
async function inTurns<Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  cwd: string
): Promise<Record<Name, Seen>> {
  const names = Object.keys(commands) as Name[]
  const seen = Object.fromEntries(
    names.map(name => [name, { times: [], memory: [] }])
  ) as unknown as Record<Name, Seen>
  for (let turn = 0; turn < warmUp + runs; turn++)
    for (const name of names) {
      const { program, args, faultsIn } = commands[name]
      const run = await watchedRun(program, args, cwd)
      const faults = faultsIn(run.out)
      // Who finds nothing is quick, so a figure counts only beside the right answer.
      if (run.status !== 1 || faults !== 1)
        throw new Error(
          `${name} ended with ${run.status} and ${faults} faults where one is planted.`
        )
      if (turn < warmUp) continue
      seen[name].times.push(run.milliseconds)
      seen[name].memory.push(run.megabytes)
    }
  return seen
}

function figuresOf(section: string, who: string, { times, memory }: Seen): Figure[] {
  const what = who === own ? 'schemas and all rules across files' : 'schemas only'
  const row = { section, who }
  return [
    { ...row, what, unit: 'ms', outcome: { values: times, warmUp } },
    {
      ...row,
      what: 'most memory',
      unit: 'MB',
      outcome: memory.some(Number.isNaN)
        ? { missing: 'memory of another process is read from /proc' }
        : { values: memory, warmUp }
    }
  ]
}

/** How many times as long it takes; below 1 it is the quicker one. */
function ratio(section: string, ours: Seen, theirs: Seen): Figure {
  return {
    section,
    what: 'time of both, one by the other',
    who: `${own} / ${who}`,
    unit: '×',
    outcome: { values: ours.times.map((time, turn) => time / (theirs.times[turn] ?? NaN)), warmUp }
  }
}
