import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { findStep, type Lab } from '../labs/lab.ts'
import type { LabStep } from '../labs/lab-definition.generated.ts'
import { runLabel } from '../labs/lab-objects.ts'
import { playLab, solutionOf, type PlayedLab } from '../labs/play-lab.ts'
import { systemClock } from '../node/system-clock.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'
import { openLabCluster, type OpenedCluster } from './lab-cluster.ts'
import { formatLabRun } from './lab-formats.ts'
import type { LabOptions } from './lab-options.ts'
import type { LabFolder } from './product-labs.ts'

/** `netlabs lab run`: 0 when every check passed, 1 when one did not. */
export async function runLabSteps(
  labFolder: LabFolder,
  options: LabOptions,
  io: CliIo
): Promise<number> {
  const { lab } = labFolder
  const last = lastStep(lab, options.step)
  const opened = await openLabCluster(options, io)
  try {
    const run = randomBytes(4).toString('hex')
    const { results, problem, left } = await play(labFolder, opened, run, last, options, io)
    if (left.length > 0) io.err(leftBehind(left, opened, run))
    if (problem !== undefined) throw new CommandFailure(problem)
    const wanted = last ? results.filter(({ step }) => step === last.id) : results
    io.out(formatLabRun(options.format, lab, wanted))
    return wanted.length > 0 && wanted.every(({ verdict }) => verdict === 'pass') ? 0 : 1
  } finally {
    opened.dispose()
  }
}

function lastStep(lab: Lab, wanted: string | undefined): LabStep | undefined {
  if (wanted === undefined) return undefined
  const step = findStep(lab, wanted)
  const withChecks = lab.steps.filter(({ checks }) => checks.length > 0).map(({ id }) => id)
  const choice = `Choose one of: ${withChecks.join(', ')}.`
  if (!step) throw new CommandFailure(`the lab ${lab.id} has no step "${wanted}". ${choice}`)
  if (step.checks.length > 0) return step
  throw new CommandFailure(
    `the step ${step.id} is seen by the editor, so there is nothing to verify here. ${choice}`
  )
}

async function play(
  { lab, folder }: LabFolder,
  opened: OpenedCluster,
  run: string,
  last: LabStep | undefined,
  { solution }: LabOptions,
  io: CliIo
): Promise<PlayedLab> {
  const { cluster, isOwn } = opened
  const tell = (sentence: string): void => io.err(`${sentence}\n`)
  const stopping = (): void =>
    tell(`Stopping. What the run has made is being removed.${removal(opened, run)}`)
  if (!isOwn) {
    tell(`Run ${run} of ${lab.id} in context ${cluster.context}.`)
    io.stop.addEventListener('abort', stopping, { once: true })
  }
  try {
    return await playLab(lab, cluster, {
      run,
      readFile: file => readFile(path.join(folder, file), 'utf8'),
      filesOf: step => (solution ? solutionOf(step) : (step.manifests ?? [])),
      ...(last && { last }),
      clock: systemClock,
      signal: io.stop,
      // Nobody waits for a practice cluster of one's own.
      tell: isOwn ? () => {} : tell,
      settle: () => opened.settle()
    })
  } finally {
    io.stop.removeEventListener('abort', stopping)
  }
}

function leftBehind(left: readonly string[], opened: OpenedCluster, run: string): string {
  return opened.isOwn ? '' : `${left.join('\n')}${removal(opened, run)}\n`
}

/** Everything that a run makes is in Namespaces of its own. */
function removal({ kubectl }: OpenedCluster, run: string): string {
  return `\nShould anything stay, this removes it: ${kubectl} delete namespaces -l ${runLabel}=${run}`
}
