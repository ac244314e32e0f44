import type { LabDefinition, LabStep } from './lab-definition.generated.ts'

export type Lab = LabDefinition

/** The learning path: groups in the order in which they are shown. */
export const groups: readonly Lab['group'][] = [
  'First steps',
  'Policies',
  'Names',
  'Load balancing',
  'Routing',
  'Mesh',
  'Below the network',
  'Across clusters',
  'Watching'
]

/** The step with this id, or the one that proves this item of the backlog, such as `9.2`. */
export function findStep(lab: Lab, step: string): LabStep | undefined {
  return (
    lab.steps.find(one => one.id === step) ??
    lab.steps.find(one => one.backlog?.includes(step) === true)
  )
}

/** Whether a step of the lab needs a second cluster. */
export function needsTwo({ requires, steps }: Pick<Lab, 'requires' | 'steps'>): boolean {
  return [...requires, ...steps.flatMap(step => step.requires ?? [])].includes('two-clusters')
}

/** How lenses and lists name a step: by its item of the backlog where it has one. */
export function stepLabel(step: LabStep): string {
  return step.backlog?.[0] ?? step.title
}

/** The step that a manifest belongs to, by the file's name; its solution counts as well. */
export function stepOfFile(lab: Lab, fileName: string): LabStep | undefined {
  return lab.steps.find(step =>
    [...(step.manifests ?? []), ...(step.solution ?? [])].some(
      file => file === fileName || file.endsWith(`/${fileName}`)
    )
  )
}

/** Every file that a definition names, each once. */
export function filesOf(lab: Lab): readonly string[] {
  return [
    ...new Set(
      lab.steps.flatMap(step => [
        step.page,
        step.picture.file,
        ...(step.manifests ?? []),
        ...(step.solution ?? []),
        ...(step.wrong ?? []).map(({ file }) => file)
      ])
    )
  ]
}
