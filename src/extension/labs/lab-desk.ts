import { findStep } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { ApplyDependencies } from '../cluster/apply-manifest.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import type { ContextCapabilities } from './context-capabilities.ts'
import type { Captures } from './captures.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabFiles } from './lab-files.ts'
import type { LabLibrary } from './lab-library.ts'
import { pickLab, pickStep } from './pick-step.ts'
import type { ProgressStore } from './progress-store.ts'
import type { RunStore } from './run-store.ts'
import { stepArgument } from './step-argument.ts'
import type { StepVerifier } from './step-verifier.ts'

/** What everything that can be done with a lab works on. */
export interface LabDesk {
  readonly library: LabLibrary
  readonly progress: ProgressStore
  readonly runs: RunStore
  readonly files: LabFiles
  readonly verifier: StepVerifier
  readonly captures: Captures
  readonly capabilities: ContextCapabilities
  readonly apply: ApplyDependencies
  readonly documents: VirtualDocuments
  readonly log: LogChannel
}

export interface ChosenStep {
  readonly entry: CatalogEntry
  readonly step: LabStep
}

/** The lab that a command is about; the person is asked where nothing says it. */
export async function chooseLab(
  { library, progress }: Pick<LabDesk, 'library' | 'progress'>,
  args: readonly unknown[]
): Promise<CatalogEntry> {
  await library.load()
  return library.find(stepArgument(args).lab) ?? (await pickLab(library.entries, progress))
}

export async function chooseStep(
  desk: Pick<LabDesk, 'library' | 'progress'>,
  args: readonly unknown[]
): Promise<ChosenStep> {
  const entry = await chooseLab(desk, args)
  const { step } = stepArgument(args)
  const found = step === undefined ? undefined : findStep(entry.lab, step)
  return { entry, step: found ?? (await pickStep(entry.lab, desk.progress)) }
}

/** The first step that is neither done nor skipped. */
export function nextStepOf(
  { lab }: Pick<CatalogEntry, 'lab'>,
  progress: Pick<ProgressStore, 'of' | 'isSkipped'>
): LabStep | undefined {
  return lab.steps.find(
    ({ id }) => progress.of(lab.id, id)?.done !== true && !progress.isSkipped(lab.id, id)
  )
}
