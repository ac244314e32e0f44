import path from 'node:path'
import { createLanguageService } from '../language/language-service.ts'
import type { Lab } from '../labs/lab.ts'
import type { LabStep } from '../labs/lab-definition.generated.ts'
import type { StepResult } from '../labs/step-result.ts'
import type { Verdict } from '../labs/verdict.ts'
import { systemClock } from '../node/system-clock.ts'
import { rules } from '../rules/index.generated.ts'
import { isAtLeast } from '../rules/severity.ts'
import { bundledSchemas } from './bundled-schemas.ts'

export interface CompletedStep {
  readonly lab: Lab
  readonly step: LabStep
  /** The files that the step ends with. */
  readonly files: readonly string[]
  readonly readFile: (file: string) => Promise<string>
  readonly context: string
  readonly simulated: boolean
}

/**
 * A step that no probe proves, as far as a command can see it: a file without a problem, and a cluster that is
 * connected. Undefined for what happens in an editor alone.
 */
export async function completedStep(asked: CompletedStep): Promise<StepResult | undefined> {
  const { step, context } = asked
  const { completion } = step
  if (completion?.event === 'cluster-connected')
    return resultOf(asked, 'pass', `Context ${context} answers.`, context)
  if (completion?.event !== 'clean-file') return undefined
  const file = asked.files.find(one => path.basename(one) === path.basename(completion.file))
  if (file === undefined) return undefined
  const [problem] = await problemsOf(file, await asked.readFile(file))
  return problem === undefined
    ? resultOf(asked, 'pass', `${file} has no error and no warning.`, file)
    : resultOf(asked, 'fail', `${file}:${problem.line}: ${problem.message}`, file)
}

async function problemsOf(
  file: string,
  text: string
): Promise<readonly { readonly line: number; readonly message: string }[]> {
  const service = createLanguageService({ schemas: await bundledSchemas(), rules })
  service.setFile(file, text)
  return service
    .lint(file)
    .findings.filter(({ severity }) => isAtLeast(severity, 'warning'))
    .map(({ message, range }) => ({
      line: text.slice(0, range.start).split('\n').length,
      message
    }))
}

function resultOf(
  { lab, step, context, simulated }: CompletedStep,
  verdict: Verdict,
  sentence: string,
  to: string
): StepResult {
  const at = systemClock.now()
  return {
    lab: lab.id,
    step: step.id,
    verdict,
    sentence,
    checks: [
      {
        id: 'completed',
        title: step.goal,
        verdict,
        sentence,
        ...(verdict === 'fail' && { next: 'Correct the file, then run it again.' }),
        claims: sentence,
        evidence: [
          {
            role: 'object',
            from: 'netlabs',
            to,
            what: `netlabs lint ${to}`,
            result: sentence,
            outcome: verdict === 'pass' ? 'reached' : 'other',
            at,
            took: 0
          }
        ]
      }
    ],
    simulated,
    context,
    startedAt: at,
    finishedAt: at,
    baselines: []
  }
}
