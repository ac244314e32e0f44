/** A whole folder of manifests checked from the command line, beside kubeconform. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { missingBecause, type Figure, type Sample } from './figure.ts'
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
    return [
      ...(await figuresOf(section, own, ownCommand(folder), folder)),
      ...('missing' in peer
        ? [{ section, what: 'schemas only', who, unit: 'ms' as const, outcome: peer }]
        : await figuresOf(section, who, peer, folder))
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

async function figuresOf(
  section: string,
  name: string,
  { program, args, faultsIn }: Command,
  cwd: string
): Promise<Figure[]> {
  const times: number[] = []
  const memory: number[] = []
  for (let turn = 0; turn < warmUp + runs; turn++) {
    const { milliseconds, megabytes, status, out } = await watchedRun(program, args, cwd)
    const faults = faultsIn(out)
    // Who finds nothing is quick, so a figure counts only beside the right answer.
    if (status !== 1 || faults !== 1)
      throw new Error(`${name} ended with ${status} and ${faults} faults where one is planted.`)
    if (turn < warmUp) continue
    times.push(milliseconds)
    memory.push(megabytes)
  }
  const what = name === own ? 'schemas and all rules across files' : 'schemas only'
  const row = { section, who: name }
  const sampleOf = (values: readonly number[]): Sample => ({ values, warmUp })
  return [
    { ...row, what, unit: 'ms', outcome: sampleOf(times) },
    {
      ...row,
      what: 'most memory',
      unit: 'MB',
      outcome: memory.some(Number.isNaN)
        ? { missing: 'memory of another process is read from /proc' }
        : sampleOf(memory)
    }
  ]
}
