import { commands, l10n, window } from 'vscode'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { verdictLooks } from '../../labs/verdict.ts'
import { systemClock } from '../../node/system-clock.ts'
import type { CommandId } from '../ids.ts'
import { addonFor, addonTitles } from '../tools/addon-commands.ts'
import { nextStepOf, type ChosenStep, type LabDesk } from './lab-desk.ts'
import { answerSentence } from './predict-step.ts'

interface Button {
  readonly title: string
  readonly press: () => unknown
}

/** Says what came of a verification, with what helps on. */
export async function tellVerdict(
  desk: LabDesk,
  chosen: ChosenStep,
  result: StepResult
): Promise<void> {
  const { verdict, sentence, simulated } = result
  const mark = simulated && verdict === 'pass' ? ` (${l10n.t('simulated')})` : ''
  const stuck = isStuck(chosen.step, result)
  const text = [
    `${verdictLooks[verdict].word}${mark}:`,
    ...openCheck(result),
    ...(stuck ? [l10n.t('As things are it can no longer pass.')] : []),
    sentence,
    ...tickStays(desk, chosen, result),
    ...prediction(desk, chosen)
  ].join(' ')
  const buttons = buttonsFor(desk, chosen, result, stuck)
  const titles = buttons.map(({ title }) => title)
  const picked =
    verdict === 'pass' || verdict === 'attest'
      ? await window.showInformationMessage(text, ...titles)
      : await window.showWarningMessage(text, ...titles)
  await buttons.find(({ title }) => title === picked)?.press()
}

/** What is not the case, where the step has several checks: the sentence is about one of them. */
function openCheck({ verdict, checks }: StepResult): readonly string[] {
  if (checks.length < 2 || (verdict !== 'fail' && verdict !== 'inconclusive')) return []
  const open = checks.find(check => check.verdict === verdict)
  return open ? [l10n.t('“{0}”.', open.title)] : []
}

/** A step that was proven keeps its tick, whatever is seen of it later; beside another verdict that is said. */
function tickStays(
  { progress }: LabDesk,
  { entry, step }: ChosenStep,
  { verdict }: StepResult
): readonly string[] {
  return verdict !== 'pass' && progress.of(entry.lab.id, step.id)?.done === true
    ? [l10n.t('It was proven before, so its tick stays until you reset it.')]
    : []
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
  { verdict, checks }: StepResult,
  stuck: boolean
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
      if (stuck)
        return [
          evidence,
          { title: l10n.t('Reset the Step'), press: run('netlabs.lab.reset', step.id) }
        ]
      return [evidence, { title: l10n.t('Hint'), press: run('netlabs.lab.hint', step.id) }]
    case 'blocked':
    case 'not-here':
      return [evidence, helpFor(desk, entry.lab.id, checks)]
  }
}

/** What brings a capability that is missing: a program for this cluster, or another cluster. */
function helpFor({ apply }: LabDesk, lab: string, checks: StepResult['checks']): Button {
  const missing = checks
    .filter(({ verdict }) => verdict === 'blocked')
    .flatMap(({ evidence }) => evidence.filter(({ what }) => what.startsWith('capability ')))
  const addon = apply.session.isPractice
    ? undefined
    : missing.map(({ to }) => addonFor(to)).find(one => one !== undefined)
  return addon === undefined
    ? {
        title: l10n.t('Make a Cluster'),
        press: () => commands.executeCommand('netlabs.tools.createCluster', lab)
      }
    : {
        title: l10n.t('Install {0}', addonTitles[addon]),
        press: () => commands.executeCommand('netlabs.tools.install', addon)
      }
}

/**
 * A block counts against a success before it. When the request is cut off and was never seen to succeed, verifying
 * again can't help: what cuts it off has to go first.
 */
function isStuck({ checks }: LabStep, { checks: results }: StepResult): boolean {
  return results.some(
    ({ id, verdict, evidence }) =>
      verdict === 'inconclusive' &&
      checks.find(check => check.id === id)?.kind === 'blocked' &&
      evidence.some(({ role }) => role === 'subject') &&
      evidence.every(
        ({ role, outcome }) =>
          role !== 'baseline' && (role === 'subject') === (outcome !== 'reached')
      )
  )
}
