import { formatFieldPath, type FieldPath } from '../base/field-path.ts'
import { LineMap } from '../yaml/line-map.ts'
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-file.ts'
import { checkProblems } from './check-problems.ts'
import { labSchema, type LabCheck, type LabStep } from './lab-definition.generated.ts'
import type { Lab } from './lab.ts'
import { schemaProblems } from '../base/schema-problems.ts'

export interface LabProblem {
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** Reads a `lab.yaml`. A definition with any problem is not handed out: half a lab can't be played. */
export function readLab(text: string): {
  readonly lab?: Lab
  readonly problems: readonly LabProblem[]
} {
  const lines = new LineMap(text)
  const lineAt = (offset: number): number => lines.positionAt(offset).line + 1
  const { documents } = parseYamlFile(text)
  const [document, ...more] = documents
  if (!document || more.length > 0)
    return { problems: [{ line: 1, message: 'A lab is one YAML document.' }] }
  if (document.problems.length > 0)
    return {
      problems: document.problems.map(({ message, range }) => ({
        line: lineAt(range.start),
        message
      }))
    }
  const found = schemaProblems(document.value, labSchema)
  const problems = found.length > 0 ? found : meaningProblems(document.value as Lab)
  if (problems.length === 0) return { lab: document.value as Lab, problems: [] }
  return { problems: problems.map(problem => located(document, problem, lineAt)) }
}

/** What is wrong at one place of a definition. */
export interface Problem {
  readonly path: FieldPath
  readonly message: string
}

function located(
  document: YamlDocument,
  { path, message }: Problem,
  lineAt: (offset: number) => number
): LabProblem {
  const at = path.length === 0 ? '' : `${formatFieldPath(path)}: `
  return { line: lineAt(document.rangeOf(path).start), message: `${at}${message}` }
}

/** What no schema can say: names that refer to each other, and steps that could never be done. */
function meaningProblems(lab: Lab): readonly Problem[] {
  const checksBefore: LabCheck[] = []
  return lab.steps.flatMap((step, i) => {
    const path = ['steps', i]
    const problems = [
      ...stepProblems(step, path),
      ...(lab.steps.findIndex(({ id }) => id === step.id) < i
        ? [{ path: [...path, 'id'], message: `Another step is called ${step.id}.` }]
        : [])
    ]
    step.checks.forEach((check, j) => {
      problems.push(...checkProblems(check, checksBefore, [...path, 'checks', j]))
      checksBefore.push(check)
    })
    return problems
  })
}

function stepProblems(step: LabStep, path: FieldPath): Problem[] {
  const { completion, checks, manifests = [], question } = step
  const problems: Problem[] = []
  if (question && !question.options.includes(question.answer))
    problems.push({
      path: [...path, 'question', 'answer'],
      message: 'This is none of the options. Write it as it stands there.'
    })
  if (checks.length === 0 && !completion)
    problems.push({
      path,
      message: 'A step needs a check or a completion, or it could never be done.'
    })
  if (checks.length > 0 && completion)
    problems.push({
      path: [...path, 'completion'],
      message: 'A step with checks is done when they pass, so it has no completion.'
    })
  if (completion?.event === 'clean-file' && !manifests.includes(completion.file))
    problems.push({
      path: [...path, 'completion', 'file'],
      message: 'This is none of the step’s manifests.'
    })
  return problems
}
