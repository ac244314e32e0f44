import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { clusterScript } from '../labs/cluster-script.ts'
import { stepLabel, type Lab } from '../labs/lab.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'
import { cleanRuns } from './lab-clean.ts'
import { labOptions, labUsage, type LabOptions } from './lab-options.ts'
import { runLabs } from './lab-run.ts'
import { filtered, knownLabs, labWith, type LabFolder } from './product-labs.ts'

/** `netlabs lab`: resolves with the exit code. */
export async function runLab(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const options = labOptions(argv)
    if (options.verb === 'help') {
      io.out(labUsage)
      return 0
    }
    if (options.verb === 'clean') return await cleanRuns(options, io)
    const labs = await knownLabs(options.labs.map(folder => path.resolve(io.cwd, folder)))
    switch (options.verb) {
      case 'list':
        return list(filtered(labs, options), io)
      case 'show':
        return await show(labWith(labs, options.ids[0] ?? ''), io)
      case 'cluster':
        return cluster(labWith(labs, options.ids[0] ?? ''), options, io)
      case 'run':
        return await runLabs(chosenLabs(labs, options), options, io)
    }
  } catch (thrown) {
    if (!(thrown instanceof CommandFailure)) throw thrown
    io.err(`netlabs lab: ${thrown.message}\n`)
    return 2
  }
}

function chosenLabs(labs: readonly LabFolder[], options: LabOptions): readonly LabFolder[] {
  const left = filtered(labs, options)
  return options.all ? left : options.ids.map(id => labWith(labs, id))
}

function list(labs: readonly LabFolder[], io: CliIo): number {
  const width = Math.max(...labs.map(({ lab }) => lab.id.length))
  for (const { lab } of labs)
    io.out(`${lab.id.padEnd(width)}  ${String(lab.minutes).padStart(3)} min  ${lab.title}\n`)
  return 0
}

async function show({ lab, folder }: LabFolder, io: CliIo): Promise<number> {
  io.out(`${titleLine(lab)}\n\n${lab.description}\n\nIts files: ${folder}\n`)
  for (const step of lab.steps) {
    const page = await readFile(path.join(folder, step.page), 'utf8')
    io.out(`\n${'─'.repeat(20)} ${stepLabel(step)} (--step ${step.id})\n\n${withoutPictures(page)}`)
  }
  return 0
}

/** Nothing is run: the commands go to whoever wants to run them. */
function cluster({ lab }: LabFolder, { provider }: LabOptions, io: CliIo): number {
  const made = clusterScript(lab, provider)
  if ('limit' in made) throw new CommandFailure(`${made.limit} Say --with kind.`)
  io.out(made.script)
  return 0
}

function titleLine({ title, group, level, minutes, backlog }: Lab): string {
  const items = backlog.length === 0 ? '' : ` · items ${backlog.join(', ')}`
  return `${title}\n${group} · ${level} · ${minutes} min${items}`
}

/** The alternative text tells what a terminal can't show. */
function withoutPictures(page: string): string {
  return page.replaceAll(/^!\[([^\]]*)\]\([^)]*\)$/gm, '[$1]')
}
