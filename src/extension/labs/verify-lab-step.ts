import { commands, l10n, ProgressLocation, window } from 'vscode'
import { stepLabel } from '../../labs/lab.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { UserError } from '../host/user-error.ts'
import { chooseStep, type LabDesk } from './lab-desk.ts'
import { tellVerdict } from './tell-verdict.ts'

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
