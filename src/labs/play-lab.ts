import type { Clock } from '../base/clock.ts'
import type { EnforcementMemory } from './enforcement.ts'
import type { Lab } from './lab.ts'
import type { LabStep } from './lab-definition.generated.ts'
import { LabObjects, type WritableCluster } from './lab-objects.ts'
import { lacksForAll } from './requirements.ts'
import type { Baseline, CheckResult, StepResult } from './step-result.ts'
import { withPlaces } from './deciding-field.ts'
import { reverse, type Reversible } from './reverse.ts'
import type { LabHost } from './probe-place.ts'
import { verifyStep } from './verify-step.ts'

export interface PlayOptions {
  /** Names this run; what it makes carries it in the label `netlabs/run`. */
  readonly run: string
  /** Reads a file of the lab's folder. */
  readonly readFile: (file: string) => Promise<string>
  /** The files of a step, in the order in which they are applied. */
  readonly filesOf: (step: LabStep) => readonly string[]
  /** What becomes of a step that no probe proves; undefined when nobody but an editor can tell. */
  readonly completes?: (step: LabStep) => Promise<StepResult | undefined>
  /** What the machine that plays can ask itself. */
  readonly host?: LabHost
  /** The second cluster of a lab that needs two. */
  readonly other?: WritableCluster
  /** What canaries have seen of policies. Left out: no canary is made. */
  readonly enforcement?: EnforcementMemory
  /** Keeps a file that belongs to the evidence, such as a capture, and says where it is. */
  readonly keepFile?: (name: string, bytes: Uint8Array) => Promise<string>
  /** Takes away what each proven step has made, and gives it back: its proof has to fall and come again. */
  readonly reverse?: boolean
  /** A file that the API server refuses for what it says leaves its step open, and the next one begins. */
  readonly refusedIsOpen?: boolean
  /** The step after which it ends. */
  readonly last?: LabStep
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Says something to the person who waits. */
  readonly tell: (sentence: string) => void
  /** Lets a practice cluster in this process come to rest; a real cluster takes its own time. */
  readonly settle?: () => Promise<void>
}

export interface PlayedLab {
  readonly results: readonly StepResult[]
  /** Why it ended before its end, as a sentence. */
  readonly problem?: string
  /** What could not be removed, a sentence each. */
  readonly left: readonly string[]
}

/** The files that finish a step. */
export function solutionOf({ solution, manifests = [] }: LabStep): readonly string[] {
  return solution ?? manifests
}

/**
 * Applies the files of each step and verifies it before the next one begins, so that a step's success is the
 * baseline of the next one's block. Steps that only an editor sees are passed over. What it has made it
 * removes again, however it ends.
 */
export async function playLab(
  lab: Lab,
  cluster: WritableCluster,
  options: PlayOptions
): Promise<PlayedLab> {
  const makers: Makers = {
    files: new Map(),
    first: new LabObjects(cluster, { ...options, lab: lab.id }),
    ...(options.other && { other: new LabObjects(options.other, { ...options, lab: lab.id }) })
  }
  const results: StepResult[] = []
  let problem: string | undefined
  let left: readonly string[] = []
  try {
    problem = await playSteps(lab, cluster, makers, results, options)
  } finally {
    left = [...((await makers.other?.remove()) ?? []), ...(await makers.first.remove())]
  }
  return { results, left, ...(problem !== undefined && { problem }) }
}

interface Makers {
  /** What was applied, by its name. */
  readonly files: Map<string, { readonly text: string }>
  readonly first: LabObjects
  readonly other?: LabObjects
}

/** Files in a folder called other are for the second cluster. */
export function isForOther(file: string): boolean {
  return file.split('/').slice(0, -1).includes('other')
}

const stopped = 'It was stopped.'

async function playSteps(
  lab: Lab,
  cluster: WritableCluster,
  makers: Makers,
  results: StepResult[],
  options: PlayOptions
): Promise<string | undefined> {
  const {
    clock,
    signal,
    tell,
    settle,
    completes,
    host,
    other,
    readFile,
    keepFile,
    last,
    enforcement
  } = options
  let baselines: readonly Baseline[] = []
  /** Steps whose files were left out, because the cluster lacks something for all that they show. */
  const passedOver: LabStep[] = []
  const asking = {
    clock,
    signal,
    onProgress: tell,
    readFile,
    // Who plays a lab has it change the cluster anyway.
    consent: () => Promise.resolve(true),
    ...(keepFile && { keepFile }),
    ...(enforcement && { enforcement }),
    ...(host && { host }),
    ...(other && { other })
  }
  try {
    for (const step of lab.steps) {
      if (step.checks.length > 0) {
        const isForNothing = await lacksForAll(lab, step, {
          cluster,
          signal,
          ...(other && { other })
        })
        if (isForNothing) passedOver.push(step)
        const problem = isForNothing
          ? undefined
          : await applyWithBefore(makers, step, passedOver, options)
        const isRefused = problem !== undefined && isRefusedStep(makers, step, options)
        if (problem !== undefined && (signal.aborted || !isRefused))
          return signal.aborted ? stopped : problem
        const verify = async (): Promise<StepResult> => {
          await settle?.()
          const result = await verifyStep(lab, step.id, cluster, { ...asking, baselines })
          baselines = [...baselines, ...result.baselines]
          return result
        }
        const verified = await verify()
        const result = problem === undefined ? verified : openFor(problem, verified)
        const reversal =
          options.reverse === true && result.verdict === 'pass'
            ? await reverse(reversible(makers, step, options, verify))
            : undefined
        results.push(withPlaces({ ...result, ...(reversal && { reversal }) }, makers.files))
      } else {
        const completed = await completes?.(step)
        if (completed) results.push(completed)
      }
      if (step === last) break
    }
    return undefined
  } catch (thrown) {
    if (signal.aborted) return stopped
    throw thrown
  }
}

/**
 * Applies the files of a step. Where they can't be applied, they may need what a step before would have brought, such
 * as its Namespace, although that step shows nothing here.
 */
async function applyWithBefore(
  makers: Makers,
  step: LabStep,
  passedOver: LabStep[],
  options: PlayOptions
): Promise<string | undefined> {
  const problem = await applyFiles(makers, step, options)
  if (problem === undefined || passedOver.length === 0 || options.signal.aborted) return problem
  for (const before of passedOver.splice(0)) await applyFiles(makers, before, options)
  await options.settle?.()
  return await applyFiles(makers, step, options)
}

/** A step whose files are known by name, so that exactly what they made goes and comes. */
function reversible(
  makers: Makers,
  step: LabStep,
  options: PlayOptions,
  verify: () => Promise<StepResult>
): Reversible {
  const files = options.filesOf(step)
  const all = [makers.first, ...(makers.other ? [makers.other] : [])]
  return {
    made: () => {
      const counts = all.map(one => one.madeBy(files))
      const sum = (key: 'namespaces' | 'others'): number =>
        counts.reduce((total, one) => total + one[key], 0)
      return { namespaces: sum('namespaces'), others: sum('others') }
    },
    takeBack: async () => {
      options.tell(`Taking away what “${step.title}” has made.`)
      return (await Promise.all(all.map(one => one.takeBack(files)))).flat()
    },
    giveBack: async () => {
      options.tell('Giving it back.')
      return await applyFiles(makers, step, options)
    },
    verify
  }
}

/** Why a file can't be applied. What the second cluster is given is left out where there is none. */
async function applyFiles(
  { first, other, files }: Makers,
  step: LabStep,
  { filesOf, readFile }: PlayOptions
): Promise<string | undefined> {
  let refused: string | undefined
  for (const file of filesOf(step)) {
    const objects = isForOther(file) ? other : first
    const text = await readFile(file)
    files.set(file, { text })
    const applied = await objects?.apply(file, text)
    if (applied?.ok !== false) continue
    if (objects?.wasRefused(file) !== true) return applied.error
    refused ??= applied.error
  }
  return refused
}

function isRefusedStep(
  { first, other }: Makers,
  step: LabStep,
  { filesOf, refusedIsOpen = false }: PlayOptions
): boolean {
  return (
    refusedIsOpen &&
    filesOf(step).some(file => first.wasRefused(file) || other?.wasRefused(file) === true)
  )
}

/** What a step comes to whose file was refused: whatever its checks see, the file is to be mended. */
function openFor(problem: string, result: StepResult): StepResult {
  const { startedAt, checks } = result
  const refused: CheckResult = {
    id: 'files-are-taken',
    title: 'The cluster takes the files of the step',
    verdict: 'fail',
    sentence: problem,
    next: 'A file to start from may hold a mistake to find: mend it as the page says, or play the solution.',
    claims: 'The API server takes every file of the step.',
    evidence: [
      {
        role: 'object',
        from: 'API server',
        to: problem.split(':')[0] ?? '',
        what: 'kubectl apply --server-side',
        result: problem,
        outcome: 'refused',
        at: startedAt,
        took: 0
      }
    ]
  }
  return { ...result, verdict: 'fail', sentence: problem, checks: [refused, ...checks] }
}
