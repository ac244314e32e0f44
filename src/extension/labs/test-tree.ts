import { stepLabel, type Lab } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'

/** A lab, a step or a check as the Test Explorer knows it: by the way to it. */
export interface TestPlace {
  readonly lab: string
  readonly step?: string
  readonly check?: string
}

/** Ids of labs, steps and checks have no slash. */
export function testId({ lab, step, check }: TestPlace): string {
  return [lab, step, check].filter(part => part !== undefined).join('/')
}

export function placeOfTest(id: string): TestPlace {
  const [lab = '', step, check] = id.split('/')
  return { lab, ...(step !== undefined && { step }), ...(check !== undefined && { check }) }
}

export function stepTestLabel(step: LabStep): string {
  const label = stepLabel(step)
  return label === step.title ? label : `${label} ${step.title}`
}

export interface StepToRun {
  readonly lab: Lab
  readonly step: LabStep
}

/**
 * The steps to verify for the tests that were chosen, each once, in the order in which they build up. A check is
 * verified together with its step, because what it says rests on the others. Steps that only the editor sees
 * have nothing to verify.
 */
export function stepsToRun(
  labs: readonly Lab[],
  included: readonly string[] | undefined,
  excluded: readonly string[]
): readonly StepToRun[] {
  const places = (included ?? labs.map(({ id }) => id)).map(placeOfTest)
  const left = new Set(excluded)
  return labs.flatMap(lab =>
    lab.steps
      .filter(
        step =>
          step.checks.length > 0 &&
          !left.has(testId({ lab: lab.id })) &&
          !left.has(testId({ lab: lab.id, step: step.id })) &&
          places.some(
            place => place.lab === lab.id && (place.step === undefined || place.step === step.id)
          )
      )
      .map(step => ({ lab, step }))
  )
}
