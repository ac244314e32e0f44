import { l10n, window } from 'vscode'
import { Cancelled, UserError } from '../host/user-error.ts'
import { chooseStep, type LabDesk } from './lab-desk.ts'
import { ensureRun } from './start-lab.ts'

/**
 * Asks the step's question before the network answers it. What was predicted is kept; whether it was right is
 * said with the reason only after the step was verified, because the answer is to be observed.
 */
export async function predictStep(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  const { question } = step
  if (!question) throw new UserError(l10n.t('The step “{0}” asks no question.', step.title))
  const run = await ensureRun(desk, entry)
  const picked = await window.showQuickPick(
    question.options.map(label => ({
      label,
      description: run.answers[step.id] === label ? l10n.t('your prediction so far') : ''
    })),
    { title: l10n.t('Predict: {0}', step.title), placeHolder: question.text, ignoreFocusOut: true }
  )
  if (!picked) throw new Cancelled('nothing was predicted')
  await desk.runs.change(entry.lab.id, {
    answers: { ...run.answers, [step.id]: picked.label }
  })
  if (desk.progress.of(entry.lab.id, step.id)?.done) {
    void window.showInformationMessage(answerSentence(question, picked.label))
    return
  }
  void window.showInformationMessage(
    l10n.t(
      'Your prediction: {0} Verify the step to see what the network does.',
      sentence(picked.label)
    )
  )
}

/** What was predicted, held against what is the case. */
export function answerSentence(
  question: { readonly answer: string; readonly because: string },
  predicted: string
): string {
  return predicted === question.answer
    ? l10n.t('You predicted it: {0} {1}', sentence(question.answer), question.because)
    : l10n.t(
        'You predicted: {0} It is: {1} {2}',
        sentence(predicted),
        sentence(question.answer),
        question.because
      )
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`
}
