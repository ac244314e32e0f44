/** `contributes.walkthroughs` of package.json, out of the labs' definitions. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { byLearningPath } from '../../src/labs/learning-path.ts'
import { contextKeys, type CommandId } from '../../src/extension/ids.ts'
import type { Lab } from '../../src/labs/lab.ts'
import { capabilityWords } from '../../src/labs/how-to-get.ts'
import type { Capability, LabStep } from '../../src/labs/lab-definition.generated.ts'
import { solutionOf } from '../../src/labs/play-lab.ts'
import { readLab } from '../../src/labs/read-lab.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

/** The labs of the product, in the order of the learning path. A definition with a mistake ends the run. */
export function productLabs(): readonly Lab[] {
  return globSync('walkthroughs/*/lab.yaml', { cwd: root })
    .sort()
    .map(name => {
      const { lab, problems } = readLab(readFileSync(path.join(root, name), 'utf8'))
      if (!lab || problems.length > 0)
        throw new Error(
          problems.map(({ line, message }) => `${name}:${line}: ${message}`).join('\n')
        )
      return lab
    })
    .sort(byLearningPath)
}

/**
 * The editor opens the first one when the extension is installed. The others are offered once the extension runs,
 * so that none of them opens by itself or stands on the Welcome page of somebody who has not begun.
 */
export function walkthroughContributions(): unknown[] {
  return productLabs().map((lab, i) => ({
    id: lab.id,
    title: lab.title,
    description: lab.description,
    ...(i > 0 && { when: contextKeys.hasLabs }),
    icon: 'media/icon.png',
    steps: lab.steps.map(step => ({
      id: step.id,
      title: titleOf(step),
      description: [step.goal, ...needs(lab, step), ...links(lab, step)].join('\n'),
      media: { markdown: `walkthroughs/${lab.id}/${step.page}` },
      completionEvents: [`onContext:netlabs.done.${lab.id}.${step.id}`]
    }))
  }))
}

function titleOf(step: LabStep): string {
  const number = step.backlog?.[0]
  return number === undefined ? step.title : `${number} ${step.title}`
}

/**
 * What a step needs that no ordinary cluster has. The page can't know the context, so it says what becomes of the step
 * where that lacks it, and leads to a cluster for this very lab.
 */
function needs(lab: Lab, step: LabStep): string[] {
  const special = new Set([...lab.requires, ...(step.requires ?? [])])
  for (const one of ordinary) special.delete(one)
  if (special.size === 0) return []
  const words = [...special].map(one => capabilityWords[one].needs).join(', ')
  const make = link('make a cluster for this lab', 'netlabs.tools.createCluster', [lab.id])
  return [`Needs: ${words}. Blocked without: ${make}.`]
}

/** What nearly every cluster has. */
const ordinary: readonly Capability[] = [
  'exec',
  'network-policy',
  'pod-security',
  'ephemeral-containers'
]

/** A link on a line of its own is a button; several links on one line are words of a sentence. */
function links(lab: Lab, step: LabStep): string[] {
  const ofStep = (title: string, command: CommandId): string =>
    link(title, command, [lab.id, step.id])
  const hasManifests = (step.manifests ?? []).length > 0
  const hasChecks = step.checks.length > 0
  const help = [
    ofStep('Hint', 'netlabs.lab.hint'),
    ...(solutionOf(step).length > 0 ? [ofStep('Solve', 'netlabs.lab.solve')] : []),
    ofStep('Skip', 'netlabs.lab.skip'),
    ofStep('Reset', 'netlabs.lab.reset')
  ]
  return [
    ...(hasManifests ? [ofStep('Open the manifest', 'netlabs.lab.openManifest')] : []),
    ...(step.question ? [ofStep('Predict', 'netlabs.lab.predict')] : []),
    ...(hasManifests && hasChecks ? [ofStep('Apply', 'netlabs.lab.apply')] : []),
    ...(step.actions ?? []).map(action => link(action.title, action.command, action.arguments)),
    ...(hasChecks ? [ofStep('Verify', 'netlabs.lab.verify')] : []),
    ...(hasChecks ? [`Stuck? ${help.join(' · ')}`] : [])
  ]
}

function link(title: string, command: string, args: readonly string[] = []): string {
  const query = args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`
  return `[${title}](command:${command}${query})`
}
