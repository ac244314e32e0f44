import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findStep, groups, stepLabel, type Lab } from '../labs/lab.ts'
import { readLab } from '../labs/read-lab.ts'
import { productFolder } from '../node/product-folder.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'
import { openLabCluster } from './lab-cluster.ts'
import { formatLabRun, isLabFormat } from './lab-formats.ts'
import { playLab, type LabFolder } from './play-lab.ts'

const usage = `Usage: netlabs lab list
       netlabs lab show ID
       netlabs lab run ID [--step STEP] [--context NAME|practice] [--kubeconfig FILE]
                          [--solution] [--format text|json|junit]

Plays a lab without the editor: applies the manifests of its steps in their order and verifies each step.
What a run has made in a cluster it removes again.

  --step STEP        play up to this step and report it alone; its id, or its number such as 9.2
  --context NAME     a context of the kubeconfig; "practice" is a practice cluster (simulated) of its own,
                     which is also what is used when neither this nor --kubeconfig is given
  --kubeconfig FILE  the kubeconfig to read, KUBECONFIG or ~/.kube/config unless given
  --solution         apply the solutions instead of the manifests to start from
  --format FORMAT    text, json or junit
  --help             show this

Exits with 0 when every check passed, with 1 when one did not, with 2 when the lab can't run.
`

/** `netlabs lab`: resolves with the exit code. */
export async function runLab(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const { values, positionals } = optionsOf(argv)
    const [verb, id, ...more] = positionals
    if (values.help === true) {
      io.out(usage)
      return 0
    }
    if (more.length > 0) throw new CommandFailure(`"${more[0] ?? ''}" is one argument too many.`)
    switch (verb) {
      case 'list':
        return await list(io)
      case 'show':
        return await show(await labWith(id), io)
      case 'run':
        return await run(await labWith(id), values, io)
      default:
        throw new CommandFailure(
          `${verb === undefined ? 'say' : `"${verb}" is none of`} list, show or run. "netlabs lab --help" says more.`
        )
    }
  } catch (thrown) {
    if (!(thrown instanceof CommandFailure)) throw thrown
    io.err(`netlabs lab: ${thrown.message}\n`)
    return 2
  }
}

interface Options {
  readonly step?: string | undefined
  readonly context?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly format?: string | undefined
  readonly solution?: boolean | undefined
  readonly help?: boolean | undefined
}

function optionsOf(argv: readonly string[]): {
  readonly values: Options
  readonly positionals: readonly string[]
} {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        step: { type: 'string' },
        context: { type: 'string' },
        kubeconfig: { type: 'string' },
        format: { type: 'string' },
        solution: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (thrown) {
    const [message = ''] = (thrown as Error).message.split('. ')
    throw new CommandFailure(`${message}. "netlabs lab --help" shows the options.`)
  }
}

async function productLabs(): Promise<readonly LabFolder[]> {
  const root = path.join(productFolder(), 'walkthroughs')
  const names = (await readdir(root)).sort()
  const labs = await Promise.all(names.map(name => readFolder(path.join(root, name))))
  return labs.sort((a, b) => groups.indexOf(a.lab.group) - groups.indexOf(b.lab.group))
}

async function readFolder(folder: string): Promise<LabFolder> {
  const file = path.join(folder, 'lab.yaml')
  const { lab, problems } = readLab(await readFile(file, 'utf8'))
  if (lab) return { lab, folder }
  const [problem] = problems
  throw new CommandFailure(`${file}:${problem?.line ?? 1}: ${problem?.message ?? 'not a lab.'}`)
}

async function labWith(id: string | undefined): Promise<LabFolder> {
  if (id === undefined) throw new CommandFailure('say which lab. "netlabs lab list" names them.')
  const found = (await productLabs()).find(({ lab }) => lab.id === id)
  if (!found) throw new CommandFailure(`there is no lab "${id}". "netlabs lab list" names them.`)
  return found
}

async function list(io: CliIo): Promise<number> {
  const labs = await productLabs()
  const width = Math.max(...labs.map(({ lab }) => lab.id.length))
  for (const { lab } of labs)
    io.out(`${lab.id.padEnd(width)}  ${String(lab.minutes).padStart(3)} min  ${lab.title}\n`)
  return 0
}

async function show({ lab, folder }: LabFolder, io: CliIo): Promise<number> {
  io.out(`${titleLine(lab)}\n\n${lab.description}\n`)
  for (const step of lab.steps) {
    const page = await readFile(path.join(folder, step.page), 'utf8')
    io.out(`\n${'─'.repeat(20)} ${stepLabel(step)} (--step ${step.id})\n\n${withoutPictures(page)}`)
  }
  return 0
}

function titleLine({ title, group, level, minutes, backlog }: Lab): string {
  const items = backlog.length === 0 ? '' : ` · items ${backlog.join(', ')}`
  return `${title}\n${group} · ${level} · ${minutes} min${items}`
}

function withoutPictures(page: string): string {
  return page.replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n?/gm, '')
}

async function run(labFolder: LabFolder, options: Options, io: CliIo): Promise<number> {
  const { lab } = labFolder
  const { format = 'text' } = options
  if (!isLabFormat(format))
    throw new CommandFailure(`--format takes text, json or junit, not "${format}".`)
  const last = options.step === undefined ? undefined : findStep(lab, options.step)
  if (options.step !== undefined && !last)
    throw new CommandFailure(`the lab ${lab.id} has no step "${options.step}".`)
  if (last?.checks.length === 0)
    throw new CommandFailure(
      `the step ${last.id} is done in the editor, so there is nothing to verify here.`
    )
  const opened = await openLabCluster(options, io)
  try {
    const results = await playLab(labFolder, opened, {
      solution: options.solution === true,
      ...(last && { last }),
      signal: io.stop,
      tell: sentence => io.err(`${sentence}\n`)
    })
    const wanted = last ? results.filter(({ step }) => step === last.id) : results
    io.out(formatLabRun(format, lab, wanted))
    return wanted.length > 0 && wanted.every(({ verdict }) => verdict === 'pass') ? 0 : 1
  } finally {
    opened.dispose()
  }
}
