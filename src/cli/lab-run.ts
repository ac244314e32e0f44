import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EnforcementMemory } from '../labs/enforcement.ts'
import { findStep, needsTwo, type Lab } from '../labs/lab.ts'
import type { LabStep } from '../labs/lab-definition.generated.ts'
import { runLabel } from '../labs/lab-objects.ts'
import { playLab, solutionOf, type PlayedLab } from '../labs/play-lab.ts'
import type { StepResult } from '../labs/step-result.ts'
import { hostProbes } from '../node/host-probes.ts'
import { ClusterSet } from '../sim/cluster-set.ts'
import { systemClock } from '../node/system-clock.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'
import { isOwnPractice, openLabCluster, type OpenedCluster } from './lab-cluster.ts'
import { completedStep } from './completed-step.ts'
import { formatLabRuns, passed, type PlayedSteps } from './lab-formats.ts'
import type { LabOptions } from './lab-options.ts'
import type { LabFolder } from './product-labs.ts'

/** `netlabs lab run`: 0 when every check passed, 1 when one did not. A lab that can't run ends it. */
export async function runLabs(
  labs: readonly LabFolder[],
  options: LabOptions,
  io: CliIo
): Promise<number> {
  const played: PlayedSteps[] = []
  const enforcement = new EnforcementMemory()
  for (const labFolder of labs)
    played.push({ lab: labFolder.lab, results: await runOne(labFolder, enforcement, options, io) })
  io.out(formatLabRuns(options.format, played))
  return played.every(passed) ? 0 : 1
}

async function runOne(
  labFolder: LabFolder,
  enforcement: EnforcementMemory,
  options: LabOptions,
  io: CliIo
): Promise<readonly StepResult[]> {
  const { lab } = labFolder
  const last = lastStep(lab, options.step)
  const { opened, other } = await openClusters(lab, options, io)
  try {
    const run = randomBytes(4).toString('hex')
    const { results, problem, left } = await play(
      labFolder,
      { opened, other, run, last, enforcement },
      options,
      io
    )
    if (left.length > 0) io.err(leftBehind(left, opened, run))
    if (problem !== undefined) throw new CommandFailure(problem)
    return last ? results.filter(({ step }) => step === last.id) : results
  } finally {
    opened.dispose()
    other?.dispose()
  }
}

/**
 * The cluster of the run, and the second one where the lab needs two. Two practice clusters are joined; a lab that
 * needs two and is played on a practice cluster gets both.
 */
async function openClusters(
  lab: Lab,
  options: LabOptions,
  io: CliIo
): Promise<{ readonly opened: OpenedCluster; readonly other: OpenedCluster | undefined }> {
  const { otherContext, kubeconfig } = options
  const isOwn = isOwnPractice(options)
  const wantsPractice =
    otherContext === undefined
      ? isOwn && needsTwo(lab)
      : isOwnPractice({ context: otherContext, kubeconfig })
  if (wantsPractice && !isOwn)
    throw new CommandFailure(
      'the second cluster can be a practice cluster only beside a practice cluster: no packet goes from one that is real to one that is not.'
    )
  const set = new ClusterSet()
  const opened = await openLabCluster(
    options,
    io,
    wantsPractice ? { name: 'practice', number: 1, set } : undefined
  )
  if (otherContext === undefined && !wantsPractice) return { opened, other: undefined }
  const other = await openLabCluster(
    { ...options, context: otherContext },
    io,
    wantsPractice ? { name: 'practice-two', number: 2, set } : undefined
  )
  return { opened, other }
}

function lastStep(lab: Lab, wanted: string | undefined): LabStep | undefined {
  if (wanted === undefined) return undefined
  const step = findStep(lab, wanted)
  const seen = lab.steps.filter(isSeen).map(({ id }) => id)
  const choice = `Choose one of: ${seen.join(', ')}.`
  if (!step) throw new CommandFailure(`the lab ${lab.id} has no step "${wanted}". ${choice}`)
  if (isSeen(step)) return step
  throw new CommandFailure(
    `the step ${step.id} is seen by the editor, so there is nothing to verify here. ${choice}`
  )
}

/** Whether a command can see that a step is done. */
function isSeen({ checks, completion }: LabStep): boolean {
  return checks.length > 0 || completion?.event !== 'lab-opened'
}

interface Playing {
  readonly opened: OpenedCluster
  readonly other: OpenedCluster | undefined
  readonly run: string
  readonly last: LabStep | undefined
  readonly enforcement: EnforcementMemory
}

async function play(
  { lab, folder }: LabFolder,
  { opened, other, run, last, enforcement }: Playing,
  { solution, reverse, captures }: LabOptions,
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
  const readLabFile = (file: string): Promise<string> => readFile(path.join(folder, file), 'utf8')
  const filesOf = (step: LabStep): readonly string[] =>
    solution ? solutionOf(step) : (step.manifests ?? [])
  try {
    return await playLab(lab, cluster, {
      run,
      readFile: readLabFile,
      filesOf,
      host: hostProbes,
      reverse,
      refusedIsOpen: !solution,
      enforcement,
      keepFile: (name, bytes) =>
        keepCapture(
          captures === undefined
            ? path.join(tmpdir(), 'netlabs-captures', run)
            : path.resolve(io.cwd, captures),
          `${lab.id}-${name}`,
          bytes
        ),
      ...(other && { other: other.cluster }),
      completes: step =>
        completedStep({
          lab,
          step,
          files: filesOf(step),
          readFile: readLabFile,
          context: cluster.context,
          simulated: cluster.simulated
        }),
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

/** Only the person who runs this may read it: packets hold what somebody has sent. */
async function keepCapture(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, name)
  await writeFile(file, bytes, { mode: 0o600 })
  return file
}

function leftBehind(left: readonly string[], opened: OpenedCluster, run: string): string {
  return opened.isOwn ? '' : `${left.join('\n')}${removal(opened, run)}\n`
}

/** Everything that a run makes is in Namespaces of its own. */
function removal({ kubectl }: OpenedCluster, run: string): string {
  return `\nShould anything stay, this removes it: ${kubectl} delete namespaces -l ${runLabel}=${run}`
}
