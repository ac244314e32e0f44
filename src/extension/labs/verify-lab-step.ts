import { commands, l10n, ProgressLocation, window } from 'vscode'
import { stepLabel } from '../../labs/lab.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { verdictLooks } from '../../labs/verdict.ts'
import { systemClock } from '../../node/system-clock.ts'
import { UserError } from '../host/user-error.ts'
import type { CommandId } from '../ids.ts'
import { chooseStep, nextStepOf, type ChosenStep, type LabDesk } from './lab-desk.ts'
import { answerSentence } from './predict-step.ts'

/** Verifies a step by what the network does, keeps the evidence and says what came of it. */
export async function verifyLabStep(desk: LabDesk, args: readonly unknown[]): Promise<StepResult> {
  const chosen = await chooseStep(desk, args)
  const { entry, step } = chosen
  const { context } = await desk.apply.session.cluster()
  const title = l10n.t('Verifying {0} in {1}', stepLabel(step), context)
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const stop = new AbortController()
      token.onCancellationRequested(() => stop.abort())
      const tell = (message: string): void => progress.report({ message })
      return desk.verifier.verify(entry, step, { signal: stop.signal, tell })
    }
  )
  void tellVerdict(desk, chosen, result)
  return result
}

interface Button {
  readonly title: string
  readonly press: () => unknown
}

async function tellVerdict(
  desk: LabDesk,
  chosen: ChosenStep,
  { verdict, sentence, simulated }: StepResult
): Promise<void> {
  const mark = simulated && verdict === 'pass' ? ` (${l10n.t('simulated')})` : ''
  const text = [`${verdictLooks[verdict].word}${mark}: ${sentence}`, ...prediction(desk, chosen)]
    .join(' ')
    .trim()
  const buttons = buttonsFor(desk, chosen, verdict)
  const titles = buttons.map(({ title }) => title)
  const picked =
    verdict === 'pass' || verdict === 'attest'
      ? await window.showInformationMessage(text, ...titles)
      : await window.showWarningMessage(text, ...titles)
  await buttons.find(({ title }) => title === picked)?.press()
}

/** What was predicted, held against what is the case, once that was seen. */
function prediction({ runs, progress }: LabDesk, { entry, step }: ChosenStep): readonly string[] {
  const { id } = entry.lab
  const predicted = runs.of(id)?.answers[step.id]
  return step.question && predicted !== undefined && progress.of(id, step.id)?.verdict === 'pass'
    ? [answerSentence(step.question, predicted)]
    : []
}

/** At most two: the evidence, and what helps on. */
function buttonsFor(
  desk: LabDesk,
  { entry, step }: ChosenStep,
  verdict: StepResult['verdict']
): readonly Button[] {
  const { lab } = entry
  const run = (command: CommandId, id: string) => () =>
    commands.executeCommand(command, { lab: lab.id, step: id })
  const evidence = {
    title: l10n.t('Show the Evidence'),
    press: run('netlabs.lab.showEvidence', step.id)
  }
  switch (verdict) {
    case 'pass': {
      const next = nextStepOf(entry, desk.progress)
      return [
        evidence,
        ...(next
          ? [{ title: l10n.t('Next Step'), press: run('netlabs.lab.nextStep', next.id) }]
          : [])
      ]
    }
    case 'attest':
      return [
        evidence,
        {
          title: l10n.t('I Have Seen It'),
          press: () =>
            desk.progress.confirm(
              lab.id,
              step.id,
              l10n.t('You have confirmed it.'),
              systemClock.now()
            )
        }
      ]
    case 'fail':
    case 'inconclusive':
      return [evidence, { title: l10n.t('Hint'), press: run('netlabs.lab.hint', step.id) }]
    default:
      return [evidence]
  }
}

/** Opens what was found when the step was last verified. */
export async function showEvidence(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  const record = desk.progress.of(entry.lab.id, step.id)
  if (!record || record.report === '')
    throw new UserError(l10n.t('The step “{0}” was not verified yet.', step.title), {
      button: {
        title: l10n.t('Verify Now'),
        command: 'netlabs.lab.verify',
        args: [{ lab: entry.lab.id, step: step.id }]
      }
    })
  const uri = desk.documents.open(`evidence/${entry.lab.id}/${step.id}.md`, record.report)
  await commands.executeCommand('markdown.showPreview', uri)
}
